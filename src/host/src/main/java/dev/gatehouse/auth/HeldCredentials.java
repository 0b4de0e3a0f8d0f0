package dev.gatehouse.auth;

/**
 * The credentials that a caller was let in with, kept to re-authorise what they have open as a new request would be.
 *
 * @param proof the salt and hash that their secret has matched; never the secret
 * @param address where they call from
 */
record HeldCredentials(SaltedHash proof, String address) {

  /** The address of callers whose address is unknown. */
  static final String NOWHERE = "unknown";

  /** Of a caller without a key. */
  static final HeldCredentials NOTHING = new HeldCredentials(null, NOWHERE);

  /** Whether the secret that was proven is still the one of the record. */
  boolean proves(KeyRecord record) {
    return record.hash().equals(proof);
  }

  @Override
  public String toString() {
    return "Presented[from " + address + "]";
  }
}
