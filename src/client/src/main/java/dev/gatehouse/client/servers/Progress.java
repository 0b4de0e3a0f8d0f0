package dev.gatehouse.client.servers;

/**
 * How far a call is.
 *
 * @param done how much is done
 * @param total of how much; 0 when the server does not say
 * @param message what it does just now; empty when the server does not say
 */
public record Progress(double done, double total, String message) {
}
