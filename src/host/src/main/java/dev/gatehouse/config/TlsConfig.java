package dev.gatehouse.config;

import java.nio.file.Path;

/**
 * A server certificate.
 *
 * @param cert PEM file of the certificate and its chain
 * @param key PEM file of its private key
 */
public record TlsConfig(Path cert, Path key) {
}
