package dev.gatehouse.auth.token;

/**
 * An issuer whose record cannot be read.
 *
 * @param tenant whose it is
 * @param name the record's name
 * @param why which field, and what is wrong with it; without any secret
 */
public record UnreadableIssuer(String tenant, String name, String why) {
}
