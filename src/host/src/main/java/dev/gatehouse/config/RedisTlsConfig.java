package dev.gatehouse.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * TLS to Redis, where {@code redis.url} asks for it. The files are read again for each connection.
 *
 * @param ca PEM file of the authorities that may sign the certificate of Redis; null for those that the JDK trusts
 * @param cert PEM file of this host's own certificate and its chain, for a Redis that wants one ({@code tls-auth-clients}); null for none
 * @param key PEM file of that certificate's private key; null exactly when {@code cert} is
 */
public record RedisTlsConfig(@Nullable Path ca, @Nullable Path cert, @Nullable Path key) {

  /** The authorities of the JDK, and no certificate of one's own. */
  public static final RedisTlsConfig DEFAULT = new RedisTlsConfig(null, null, null);

  boolean isDefault() {
    return equals(DEFAULT);
  }
}
