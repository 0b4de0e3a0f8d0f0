package dev.gatehouse.auth;

/**
 * The reason why authentication failed. The caller gets 401 and {@link #SENTENCE}; the exact reason goes to log and audit only. Only {@link
 * #TOO_MANY_UNKNOWN} is 429: it says nothing about the key, which may be good.
 */
public enum AuthFailure {

  /** No credential was sent. */
  MISSING("no credential"),
  /** It cannot be a key. */
  MALFORMED("malformed key"),
  /** An authorization scheme other than Bearer. */
  WRONG_SCHEME("wrong scheme"),
  /** It has a key's shape, but its last eight digits do not fit: a typing or copying mistake. */
  BAD_CHECKSUM("bad checksum"),
  /** An opaque key that is short enough to be guessed, sent to an address that is not loopback. */
  TOO_WEAK("key too short"),
  /** There is no such key. */
  UNKNOWN("unknown key"),
  /** The id exists, the secret is another. */
  WRONG_SECRET("wrong secret"),
  /** Too many unknown keys are being sent: the key was not looked up, and so not checked. */
  TOO_MANY_UNKNOWN("too many unknown keys"),
  /** The key's record, or one it depends on, cannot be read, or asks for what this version cannot do. */
  UNREADABLE("unreadable record"),
  /** The key, its owner or its tenant is in the revocation set. */
  REVOKED("revoked"),
  /** The status of the key, its owner or its tenant is {@code disabled}. */
  DISABLED("disabled"),
  /** Its time is over. */
  EXPIRED("expired"),
  /** Its time has not come. */
  NOT_YET_VALID("not yet valid"),
  /** Not from an address that the key is bound to. */
  WRONG_ADDRESS("wrong address");

  /** All that a caller who is refused with 401 is told, whatever the reason. */
  public static final String SENTENCE = "A valid API key is required.";

  private final String words;

  AuthFailure(String words) {
    this.words = words;
  }

  /** The reason in words, for log and audit. */
  @Override
  public String toString() {
    return words;
  }
}
