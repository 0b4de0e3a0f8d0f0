package dev.gatehouse.auth.key;

import dev.gatehouse.auth.StoreUnavailableException;
import io.vertx.core.Future;

/** Where key records are kept. Implemented above, in {@code redis}. */
@FunctionalInterface
public interface KeyStore {

  /**
   * Looks a key up.
   *
   * @param keyId the public id
   * @return its record, read, also when there is no such key; fails with {@link StoreUnavailableException} when the store does not
   *     answer
   */
  Future<KeyRecord> find(String keyId);

  /** Whether the key can be told without asking far: then nobody can cause work by presenting it. */
  default boolean knows(String keyId) {
    return false;
  }
}
