package dev.gatehouse.auth.key;

import dev.gatehouse.auth.Validity;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * The validity of a stored key, or of a token of a stored issuer: the record that admitted the caller, and the caller's address. It keeps
 * the hash that the secret matched, never the secret.
 */
record KeyValidity(Credential credential, KeyStore store, KeyRecord admittedBy, String address) implements Validity {

  @Override
  public String subject() {
    return credential.id();
  }

  @Override
  public @Nullable KeyRecord current() {
    return store.current(credential.id());
  }

  @Override
  public Future<KeyRecord> read() {
    return store.find(credential);
  }

  /** A key is the same when its secret is; a token has no secret here, and is the same when its id is. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyValidity its && its.credential.id().equals(credential.id())
        && its.admittedBy.hash().equals(admittedBy.hash()) && its.address.equals(address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  @Override
  public String toString() {
    return "KeyValidity[" + subject() + " from " + address + "]";
  }
}
