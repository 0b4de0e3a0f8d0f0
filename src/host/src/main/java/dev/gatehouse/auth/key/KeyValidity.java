package dev.gatehouse.auth.key;

import dev.gatehouse.auth.Validity;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * The validity of a stored key: the record that admitted the caller, and the caller's address. It keeps the hash that the secret matched,
 * never the secret.
 */
record KeyValidity(String subject, KeyStore store, KeyRecord admittedBy, String address) implements Validity {

  @Override
  public @Nullable KeyRecord current() {
    return store.current(subject);
  }

  @Override
  public Future<KeyRecord> read() {
    return store.find(subject);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyValidity key && key.admittedBy.hash().equals(admittedBy.hash()) && key.address.equals(address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  @Override
  public String toString() {
    return "KeyValidity[" + subject + " from " + address + "]";
  }
}
