/**
 * Bulkheads, circuit breakers, back-pressure and the thread pools of plugins: how many calls run at once, on which threads, and how many
 * wait, by tenant and by feature, bounded always, so that what is slow, stuck, broken or computing costs its own tenant alone. Also the
 * byte budget of each tenant.
 *
 * <p>Part of {@code feature}; knows of a call what it is named and when it is cancelled, and nothing of the bus.
 *
 * <p>{@code ToolThreads} is a thread pool of its own because the JDK's do worse where it counts. Processor time per hand-off of
 * a short task, measured on JDK 17.0.15 on 2026-11-28 on a busy machine (100,000 tasks, pool of 128, median of six runs by
 * turns): with one call at a time 10.5 µs, and 11.5 µs for a {@code ThreadPoolExecutor} with a {@code SynchronousQueue}; with 64
 * calls at a time 0.7 µs, and 5.6 µs for that pool. It made 5 to 13 threads for the 64 calls, and that pool 64 to 66. A {@code
 * ThreadPoolExecutor} with a bounded queue and 128 core threads takes 1.7 µs with 64 calls, but 18 µs with one, and always makes
 * 128 threads, for each tenant. Neither tells which threads have computed for how long, which the throttle asks.
 */
@NullMarked
package dev.gatehouse.feature.bulkhead;

import org.jspecify.annotations.NullMarked;
