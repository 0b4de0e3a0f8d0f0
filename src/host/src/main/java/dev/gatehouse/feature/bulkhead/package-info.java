/**
 * Bulkheads, circuit breakers, back-pressure and the thread pools of plugins: how many calls run at once, on which threads, and how many
 * wait, by tenant and by feature, bounded always, so that what is slow, stuck, broken or computing costs its own tenant alone. Also the
 * byte budget of each tenant.
 *
 * <p>Part of the room {@code feature}; knows of a call what it is named and when it is cancelled, and nothing of the bus.
 */
@NullMarked
package dev.gatehouse.feature.bulkhead;

import org.jspecify.annotations.NullMarked;
