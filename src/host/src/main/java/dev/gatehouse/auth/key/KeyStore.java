package dev.gatehouse.auth.key;

import dev.gatehouse.auth.CredentialChanges;
import dev.gatehouse.auth.StoreUnavailableException;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** The port to the store of key records. Implemented in {@code redis}. */
@FunctionalInterface
public interface KeyStore {

  /**
   * Finds the record of a key.
   *
   * @param keyId the public id
   * @return its parsed record, which admits nobody when there is no such key; fails with {@link StoreUnavailableException} when the store
   *     does not answer
   */
  Future<KeyRecord> find(String keyId);

  /**
   * The record that the store holds now, if that is known without asking; null when in doubt. Any later change is reported to the
   * {@link CredentialChanges}.
   */
  default @Nullable KeyRecord current(String keyId) {
    return null;
  }

  /** Whether the record is cached, so that presenting the key costs the store nothing. */
  default boolean knows(String keyId) {
    return false;
  }
}
