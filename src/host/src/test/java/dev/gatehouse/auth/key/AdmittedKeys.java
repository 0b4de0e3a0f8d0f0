package dev.gatehouse.auth.key;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.Principal;
import java.time.Instant;

/** Holders of keys who have proven their secret, for tests of other packages. */
public final class AdmittedKeys {

  private AdmittedKeys() {
  }

  /** Whoever holds the key of that record. */
  public static Principal holder(String keyId, KeyRecord record, Instant now, String address, KeyStore store) {
    return ((Admission.Admitted) record.admit(keyId, true, now, address, store)).principal();
  }
}
