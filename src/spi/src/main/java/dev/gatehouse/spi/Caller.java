package dev.gatehouse.spi;

/**
 * Who calls. Declare a parameter of this type to be told.
 *
 * @param tenant the tenant whose key was used
 * @param keyId the id of the key, public; {@code anonymous} for a caller without one
 * @param owner who the key was issued to, or null
 */
public record Caller(String tenant, String keyId, String owner) {
}
