package dev.gatehouse.auth.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The salted hash of a secret, stored instead of it: SHA-256 over the text of the salt followed by the text of the secret. Compared in
 * constant time.
 *
 * @param salt as text
 * @param hash 64 hex digits
 */
record SaltedHash(String salt, String hash) {

  /** Matches no secret, but takes as long to compare: an unknown id must not be refused faster than a known one. */
  static final SaltedHash NOBODY = new SaltedHash("0".repeat(32), "0".repeat(64));

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** Parses the salt and hash of a record; throws {@link FieldException} when one is missing or malformed. */
  static SaltedHash read(Fields fields) {
    String salt = fields.required(KeyField.SALT);
    String hash = fields.required(KeyField.HASH).toLowerCase(Locale.ROOT);
    if (!HASH.matcher(hash).matches()) {
      throw new FieldException(KeyField.HASH, "it must be the 64 hex digits of a SHA-256");
    }
    return new SaltedHash(salt, hash);
  }

  static SaltedHash of(String salt, String secret) {
    return new SaltedHash(salt, Sha256.hex(salt + secret));
  }

  /** Whether it is the hash of this secret; takes the same time for any. */
  boolean matches(String secret) {
    byte[] presented = Sha256.hex(salt + secret).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(presented, hash.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "SaltedHash[…]";
  }
}
