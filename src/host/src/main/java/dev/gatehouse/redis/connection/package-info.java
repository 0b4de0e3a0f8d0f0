/**
 * One connection to a Redis server: opened, checked, pipelined, watched and opened again; the one on which Redis tells of changed records
 * (client-side caching, {@code CLIENT TRACKING}); and the one that subscribes to channels. Which server that is, {@link
 * dev.gatehouse.redis.connection.Masters} says. Knows no record.
 */
@NullMarked
package dev.gatehouse.redis.connection;

import org.jspecify.annotations.NullMarked;
