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
 *
 * <p>Calls that arrive in one turn of an event loop are handed over together. Processor time of the way from an event loop to a thread and
 * back, measured on 2026-11-29 on a busy machine with two processors (60,000 short tasks, median of six runs by turns), in µs, with 1,
 * 8 and 32 tasks in a turn:
 *
 * <pre>
 *                                     JDK 17.0.15          JDK 25
 *   ToolThreads, one by one           8.3   4.8   1.2      8.1   4.1   1.3
 *   ToolThreads, together             8.3   2.1   0.5      7.8   2.0   0.5
 *   a virtual thread for each task    –                   18.4   3.1   1.0
 * </pre>
 *
 * <p>So platform threads it is on every JDK: a virtual thread saves nothing on the way, and costs twice as much where a call comes alone.
 * What it would save is the memory of threads that wait, which the bulkheads bound. It would lose the bound on computing: as many virtual
 * threads as there are processors run, none is preempted, and the throttle could not tell which of them computes, so that one tenant's
 * calls could hold up everybody's.
 */
@NullMarked
package dev.gatehouse.feature.bulkhead;

import org.jspecify.annotations.NullMarked;
