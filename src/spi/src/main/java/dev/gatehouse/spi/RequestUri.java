package dev.gatehouse.spi;

/**
 * The URI that is read. Declare a parameter of this type in a {@link Resource} or {@link ResourceTemplate} to be told.
 *
 * @param value the URI in normal form (RFC 3986 section 6.2.2), the same that the caller's permission was decided on
 */
public record RequestUri(String value) {
}
