package dev.gatehouse.auth;

/**
 * What a caller was let in by: kept, so that what they have open can be weighed again as a new request of theirs would be.
 *
 * @param proof the salt and hash that their secret has matched; never the secret
 * @param address where they call from
 */
record Presented(SaltedHash proof, String address) {

  /** The address of callers whose address nobody knows. */
  static final String NOWHERE = "unknown";

  /** Of a caller without a key. */
  static final Presented NOTHING = new Presented(null, NOWHERE);

  /** Whether the secret that was proven is still the one of the record. */
  boolean proves(KeyRecord record) {
    return record.hash().equals(proof);
  }

  @Override
  public String toString() {
    return "Presented[from " + address + "]";
  }
}
