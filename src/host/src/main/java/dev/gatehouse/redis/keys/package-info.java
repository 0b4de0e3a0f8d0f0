/**
 * The key store: reads and writes key records, caches them (with a negative cache for ids that do not exist) and invalidates the cache
 * when Redis tells of a change. Fails closed: a record that cannot be read admits nobody.
 */
@NullMarked
package dev.gatehouse.redis.keys;

import org.jspecify.annotations.NullMarked;
