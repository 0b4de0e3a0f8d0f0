/**
 * What a plugin's method can say to its client, and ask it: the context types of the SPI on top of the port
 * {@link dev.gatehouse.feature.ClientChannel}.
 *
 * <p>Part of layer 4; imports {@code plugin.type}, {@code feature}, {@code rpc} and the SPI.
 */
@NullMarked
package dev.gatehouse.plugin.client;

import org.jspecify.annotations.NullMarked;
