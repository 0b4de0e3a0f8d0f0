/**
 * The link to Redis that all other packages use: a pipelined connection per event loop to one server, to the master that Sentinels name, or to
 * the nodes of a cluster.
 */
@NullMarked
package dev.gatehouse.redis.link;

import org.jspecify.annotations.NullMarked;
