/**
 * The write-behind log of usage, audit and refusals: entries are queued in memory, within a bound, and written in batches by Lua
 * scripts that apply a repeated batch once.
 */
@NullMarked
package dev.gatehouse.redis.audit;

import org.jspecify.annotations.NullMarked;
