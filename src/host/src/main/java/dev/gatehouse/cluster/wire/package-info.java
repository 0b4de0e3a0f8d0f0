/**
 * What crosses between an edge and a worker, as JSON: calls, what happens while they run, outcomes, and the descriptions of plugins.
 * Unknown members are ignored, so that a newer node of the same format may add some.
 *
 * <p>Part of layer 6; imports {@code cluster}, {@code feature}, {@code record}, {@code rpc} and the SPI.
 */
@NullMarked
package dev.gatehouse.cluster.wire;

import org.jspecify.annotations.NullMarked;
