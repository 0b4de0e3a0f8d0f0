package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * A key as the manual's shell lines make it: {@code gth_<id>_<secret>_<check>}, of which Redis holds the salted SHA-256.
 *
 * @param id the public id
 * @param secret 64 hex digits
 * @param salt 32 hex digits
 */
public record MintedKey(String id, String secret, String salt) {

  private static final int CHECK_DIGITS = 8;

  /** Makes a key. Not secret at all: the same seed makes the same keys. */
  public static MintedKey of(Random random) {
    return new MintedKey(hex(random, 6), hex(random, 32), hex(random, 16));
  }

  private static String hex(Random random, int bytes) {
    byte[] raw = new byte[bytes];
    random.nextBytes(raw);
    return HexFormat.of().formatHex(raw);
  }

  /** The key as its user sends it. */
  public String text() {
    return text(id, secret);
  }

  /** A key of any two parts, with the right check digits. */
  public static String text(String id, String secret) {
    String text = "gth_" + id + "_" + secret;
    return text + "_" + sha256(text).substring(0, CHECK_DIGITS);
  }

  /**
   * The command that creates it.
   *
   * @param tenant whose
   * @param fields more fields of its record, name and value by turns
   */
  public String[] command(String tenant, String... fields) {
    List<String> words = new ArrayList<>(
        List.of("HSET", "mcp:key:" + id, "tenant", tenant, "salt", salt, "hash", sha256(salt + secret)));
    words.addAll(List.of(fields));
    return words.toArray(String[]::new);
  }

  /** Makes a key and creates it. */
  public static MintedKey create(Redis redis, Random random, String tenant, String... fields) throws IOException {
    MintedKey key = of(random);
    redis.ask(key.command(tenant, fields));
    return key;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The id. */
  @Override
  public String toString() {
    return id;
  }
}
