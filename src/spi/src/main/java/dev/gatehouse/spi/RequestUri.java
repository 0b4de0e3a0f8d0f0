package dev.gatehouse.spi;

/**
 * The URI that is read. Declare a parameter of this type in a {@link Resource} or {@link ResourceTemplate} to be told.
 *
 * @param value as the caller wrote it
 */
public record RequestUri(String value) {
}
