/** Finds the master by Redis Sentinel, and follows its fail-overs. */
@NullMarked
package dev.gatehouse.redis.sentinel;

import org.jspecify.annotations.NullMarked;
