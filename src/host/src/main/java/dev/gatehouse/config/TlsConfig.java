package dev.gatehouse.config;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A certificate to serve.
 *
 * @param cert PEM file of the certificate and its chain
 * @param key PEM file of its private key
 */
public record TlsConfig(Path cert, Path key) {

  /** Refuses null. */
  public TlsConfig {
    Objects.requireNonNull(cert, "cert");
    Objects.requireNonNull(key, "key");
  }
}
