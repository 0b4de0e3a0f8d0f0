package dev.gatehouse.auth;

/**
 * The credentials that a caller was let in with, kept to re-authorise what they have open as a new request would be.
 *
 * @param proof the salt and hash that their secret has matched; never the secret
 * @param address where they call from
 */
public record HeldCredentials(Object proof, String address) {

  /** The address of callers whose address is unknown. */
  public static final String NOWHERE = "unknown";

  /** Of a caller without a key. */
  public static final HeldCredentials NOTHING = new HeldCredentials(null, NOWHERE);

  @Override
  public String toString() {
    return "Presented[from " + address + "]";
  }
}
