/**
 * How many calls run at once, on which threads, and who waits meanwhile: by tenant and by each thing that it serves, bounded always,
 * so that what is slow, stuck, broken or computing costs its own tenant alone.
 *
 * <p>Part of the room {@code tool}; knows of calls what they are named and when they are cancelled, and nothing of the bus.
 */
package dev.gatehouse.feature.bulkhead;
