/**
 * Event loops: which one a call runs on, and timers that cost a call next to nothing. Each event loop has one
 * {@link dev.gatehouse.feature.loop.TimerWheel} for all deadlines of what runs on it.
 *
 * <p>Part of {@code feature}; knows nothing of calls or of the bus.
 */
@NullMarked
package dev.gatehouse.feature.loop;

import org.jspecify.annotations.NullMarked;
