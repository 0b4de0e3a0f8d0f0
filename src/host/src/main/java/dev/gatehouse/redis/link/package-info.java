/**
 * Connections to Redis: one pipelined connection per event loop, checked when it opens and by a health check afterwards, and one more
 * on which Redis tells of changed records (client-side caching, {@code CLIENT TRACKING}). Knows errors, problems and reconnecting;
 * knows no record.
 */
@NullMarked
package dev.gatehouse.redis.link;

import org.jspecify.annotations.NullMarked;
