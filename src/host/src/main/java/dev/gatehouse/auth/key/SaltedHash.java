package dev.gatehouse.auth.key;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The salted hash of a secret, stored instead of it: SHA-256 over the text of the salt followed by the text of the secret. Compared in
 * constant time.
 */
final class SaltedHash {

  /** Matches no secret, but takes as long to compare: an unknown id must not be refused faster than a known one. */
  static final SaltedHash NOBODY = new SaltedHash("0".repeat(32), "0".repeat(64));

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final String salt;
  private final String hash;
  private final byte[] bytes;

  private SaltedHash(String salt, String hash) {
    this.salt = salt;
    this.hash = hash;
    this.bytes = HexFormat.of().parseHex(hash);
  }

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
    return MessageDigest.isEqual(Sha256.of(salt + secret), bytes);
  }

  /** The salt, as text. */
  String salt() {
    return salt;
  }

  /** 64 hex digits. */
  String hash() {
    return hash;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SaltedHash its && its.salt.equals(salt) && its.hash.equals(hash);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return "SaltedHash[…]";
  }
}
