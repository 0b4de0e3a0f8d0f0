package dev.gatehouse.auth;

/**
 * The reason why authentication failed. The caller gets 401 and {@link #SENTENCE}; the exact reason goes to log and audit only. Only {@link
 * #TOO_MANY_UNKNOWN} is 429: it says nothing about the key, which may be good.
 */
public enum AuthFailure {

  /** No credential was sent. */
  MISSING("no credential"),
  /** The text is not a key. */
  MALFORMED("malformed key"),
  /** An authorization scheme other than Bearer. */
  WRONG_SCHEME("wrong scheme"),
  /** The text has the form of a key, but its checksum is wrong: a typing or copying error. */
  BAD_CHECKSUM("bad checksum"),
  /** An opaque key is short enough to be guessed, and the address is not loopback. */
  TOO_WEAK("key too short"),
  /** No such key exists. */
  UNKNOWN("unknown key"),
  /** The id exists, but the secret is wrong. */
  WRONG_SECRET("wrong secret"),
  /** Too many unknown keys are being sent, so the key was not looked up. */
  TOO_MANY_UNKNOWN("too many unknown keys"),
  /** The key's record, or one it depends on, cannot be parsed, or needs a newer version. */
  UNREADABLE("unreadable record"),
  /** The key, its owner or its tenant is in the revocation set. */
  REVOKED("revoked"),
  /** The status of the key, its owner or its tenant is {@code disabled}. */
  DISABLED("disabled"),
  /** The key has expired. */
  EXPIRED("expired"),
  /** The key is not valid yet. */
  NOT_YET_VALID("not yet valid"),
  /** The address is not in the key's allow-list. */
  WRONG_ADDRESS("wrong address");

  /** The message of the 401, whatever the reason; it names every scheme. */
  public static final String SENTENCE = "Unauthorized. Send a valid key as 'Authorization: Bearer <key>' or 'X-API-Key: <key>'.";

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
