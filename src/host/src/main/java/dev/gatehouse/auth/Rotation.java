package dev.gatehouse.auth;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A key takes another one's place: it gets the old one's record with a secret of its own, and the old one an end.
 *
 * @param replaces the old key's id
 * @param end when the old key ends, at the latest
 */
public record Rotation(String replaces, Instant end) {

  /** An end that is there, and sooner, stays; and what is not there is not made. */
  private static final String END =
      "local t = redis.call('TTL', KEYS[1]) local now = redis.call('TIME')[1]"
      + " if t == -1 or t > tonumber(ARGV[1]) - now then return redis.call('EXPIREAT', KEYS[1], ARGV[1]) end return 0";

  /**
   * The Redis commands that do it, in order; to run them again changes nothing. The copy comes before the end, so that it has what
   * remained of the old key's time and no less.
   *
   * @param prefix what Redis keys begin with, such as {@code mcp:}
   * @param keyId the new key's id
   * @param fields what is its own: salt, hash, and whatever is to differ
   * @return each command as its words
   */
  public List<List<String>> commands(String prefix, String keyId, Map<String, String> fields) {
    String old = prefix + "key:" + replaces;
    String fresh = prefix + "key:" + keyId;
    List<String> own = new ArrayList<>(List.of("HSET", fresh, "replaces", replaces));
    fields.forEach((field, value) -> own.addAll(List.of(field, value)));
    return List.of(
        List.of("COPY", old, fresh),
        own,
        List.of("HSETNX", fresh, "line", replaces),
        List.of("EVAL", END, "1", old, Long.toString(end.getEpochSecond())));
  }
}
