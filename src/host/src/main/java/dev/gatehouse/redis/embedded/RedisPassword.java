package dev.gatehouse.redis.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The password of an embedded server, kept in a file that only its owner can read. An operator may put a password there while no host runs.
 */
final class RedisPassword {

  private static final int RANDOM_BYTES = 32;
  /** No character needs escaping in a URL or a shell. */
  private static final Pattern FORM = Pattern.compile("[0-9A-Za-z_-]{32,512}");

  private final String text;

  private RedisPassword(String text) {
    this.text = text;
  }

  /**
   * Reads the password, after generating one if there is none. The caller holds the lock of the start.
   *
   * @throws IOException when the file belongs to another user or does not hold a password
   */
  static RedisPassword readOrCreate(Path file) throws IOException {
    Path fresh = Files.createTempFile(file.getParent(), "password", ".part");
    try {
      if (Files.notExists(file)) {
        Files.writeString(fresh, random() + '\n');
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } else if (!OwnerOnly.owned(file, fresh)) {
        throw new IOException(file + " is not a file of this user's");
      }
      return read(file);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /**
   * Reads the password.
   *
   * @throws IOException when the file does not hold one; the message does not repeat its content
   */
  static RedisPassword read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    if (!FORM.matcher(text).matches()) {
      throw new IOException(file + " does not hold 32 to 512 letters, digits, - or _; remove it while no host runs to get a new password");
    }
    return new RedisPassword(text);
  }

  private static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The password in plain text. */
  String text() {
    return text;
  }

  /** Its SHA-256 in hex, which the server's configuration holds instead of it. */
  String sha256() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "RedisPassword[hidden]";
  }
}
