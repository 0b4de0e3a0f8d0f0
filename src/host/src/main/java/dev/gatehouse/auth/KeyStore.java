package dev.gatehouse.auth;

import io.vertx.core.Future;

/** Where key records are kept. Implemented above, in {@code redis}. */
public interface KeyStore {

  /**
   * Looks a key up.
   *
   * @param keyId the public id
   * @return its state, with no fields when there is no such key; fails with {@link StoreUnavailableException} when the store
   *     does not answer
   */
  Future<KeyState> find(String keyId);
}
