package dev.gatehouse.auth.key;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Key rotation: a new key with a new secret takes over the record of the old one, and the old one gets an expiry.
 *
 * @param replaces the old key's id
 * @param end when the old key ends, at the latest
 */
public record Rotation(String replaces, Instant end) {

  /** The code of the error that Redis replies with when there is no key to replace. */
  public static final String MISSING = "NOKEY";
  private static final String SCRIPT = script();

  /** Cuts the end to whole seconds, in which Redis keeps it. */
  public Rotation {
    end = end.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The script without comments and indentation, since an operator's terminal shows it. */
  private static String script() {
    try (InputStream in = Rotation.class.getResourceAsStream("rotate.lua")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("--")).collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The Redis command of the rotation, which is atomic and idempotent. It fails with {@link #MISSING} when there is no old key.
   *
   * @param prefix the prefix of all Redis keys, such as {@code mcp:}
   * @param keyId the new key's id
   * @param fields the new key's own fields: salt, hash, and those that differ from the old key's
   * @return the words of the command
   */
  public List<String> command(String prefix, String keyId, Map<String, String> fields) {
    List<String> words = new ArrayList<>(List.of("EVAL", SCRIPT, "3", prefix + "key:" + replaces, prefix + "key:" + keyId,
        prefix + "rotated:" + replaces, replaces, Long.toString(end.getEpochSecond())));
    fields.forEach((field, value) -> words.addAll(List.of(field, value)));
    return words;
  }
}
