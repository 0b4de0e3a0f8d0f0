package dev.gatehouse.auth.key;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** A newly generated key: its text, for the user, and its record, for the store. */
public final class NewKey {

  private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final int ID_CHARACTERS = 12;
  private static final int SECRET_BYTES = 32;
  private static final int SALT_BYTES = 16;

  private final String id;
  private final String secret;
  private final SaltedHash hash;

  private NewKey(String id, String secret, SaltedHash hash) {
    this.id = id;
    this.secret = secret;
    this.hash = hash;
  }

  /** Generates a key. */
  public static NewKey create(SecureRandom random) {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < ID_CHARACTERS; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    String secret = hex(random, SECRET_BYTES);
    return new NewKey(id.toString(), secret, SaltedHash.of(hex(random, SALT_BYTES), secret));
  }

  private static String hex(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The public id. */
  public String id() {
    return id;
  }

  /** The key as its user sends it. It holds the secret: show it once, to the user only. */
  public String text() {
    return ApiKey.format(id, secret);
  }

  /**
   * The key's record, in the order given, salt and hash last.
   *
   * @param rights the other fields: {@code tenant}, {@code tools} and so on
   */
  public Map<String, String> fields(Map<String, String> rights) {
    Map<String, String> fields = new LinkedHashMap<>(rights);
    fields.put("salt", hash.salt());
    fields.put("hash", hash.hash());
    return Collections.unmodifiableMap(fields);
  }

  /** The id. */
  @Override
  public String toString() {
    return id;
  }
}
