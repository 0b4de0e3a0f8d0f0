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
  WRONG_ADDRESS("wrong address"),
  /** A token's signature does not verify, or its algorithm is not one that the issuer may use. */
  BAD_SIGNATURE("bad signature"),
  /** No readable issuer's record of the tenant has the token's issuer. */
  WRONG_ISSUER("wrong issuer"),
  /** The token is not for this tenant: its audience is another. */
  WRONG_AUDIENCE("wrong audience"),
  /** A JWT of another kind, such as an ID token. */
  WRONG_TYPE("not an access token"),
  /** A claim that the token needs is missing, or has another form. */
  BAD_CLAIM("missing or malformed claim"),
  /** The issuer's key set has no key that fits the token's header. */
  UNKNOWN_SIGNING_KEY("unknown signing key"),
  /** The token has critical header parameters or bindings that this host does not know. */
  CRITICAL_HEADER("unknown critical header or binding"),
  /** The DPoP proof is missing, invalid or used again. */
  BAD_PROOF("bad DPoP proof"),
  /** The token is longer than a token may be. */
  TOO_LONG("token too long");

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
