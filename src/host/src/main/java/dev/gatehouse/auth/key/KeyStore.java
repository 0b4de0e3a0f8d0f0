package dev.gatehouse.auth.key;

import dev.gatehouse.auth.CredentialChanges;
import dev.gatehouse.auth.StoreUnavailableException;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** The port to the store of the records that decide what credentials may do. Implemented in {@code redis}. */
@FunctionalInterface
public interface KeyStore {

  /**
   * Finds the record of a credential.
   *
   * @return its parsed record, which admits nobody when there is none; fails with {@link StoreUnavailableException} when the store does
   *     not answer
   */
  Future<KeyRecord> find(Credential credential);

  /** Finds the record of a key by its public id. */
  default Future<KeyRecord> find(String keyId) {
    return find(Credential.ofKey(keyId));
  }

  /** The record of the credential of this id, if {@link #find} would give it without asking the store; else null. */
  default @Nullable KeyRecord cached(String id) {
    return null;
  }

  /**
   * The record that the store holds now, if that is known without asking; null when in doubt. Any later change is reported to the
   * {@link CredentialChanges}.
   */
  default @Nullable KeyRecord current(String id) {
    return null;
  }

  /** Whether the record is cached, so that presenting the credential costs the store nothing. */
  default boolean knows(String id) {
    return false;
  }
}
