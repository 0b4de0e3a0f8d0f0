package dev.gatehouse.bench.units;

import dev.gatehouse.bench.Redis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Names in Redis, by {@code SCAN}, and how much memory is theirs. */
final class Names {

  private static final String BEGIN = "0";
  private static final String COUNT = "1000";

  private Names() {
  }

  /** All that match. */
  static List<String> matching(Redis redis, String pattern) throws IOException {
    List<String> names = new ArrayList<>();
    String cursor = BEGIN;
    do {
      List<?> page = (List<?>) redis.ask("SCAN", cursor, "MATCH", pattern, "COUNT", COUNT);
      ((List<?>) page.get(1)).forEach(name -> names.add((String) name));
      cursor = (String) page.get(0);
    } while (!cursor.equals(BEGIN));
    return names;
  }

  /** The bytes of each of a few of those that match; none when there is no such name. */
  static List<Double> bytes(Redis redis, String pattern, int few) throws IOException {
    List<Double> bytes = new ArrayList<>();
    for (String name : matching(redis, pattern).stream().limit(few).toList()) {
      if (redis.ask("MEMORY", "USAGE", name, "SAMPLES", "0") instanceof Long size) {
        bytes.add(size.doubleValue());
      }
    }
    return bytes;
  }

  /** The bytes of each entry of the longest stream of those that match; none when there is none. */
  static List<Double> bytesOfEntry(Redis redis, String pattern) throws IOException {
    String longest = null;
    long most = 0;
    for (String name : matching(redis, pattern)) {
      long length = (Long) redis.ask("XLEN", name);
      if (length > most) {
        longest = name;
        most = length;
      }
    }
    return longest == null ? List.of() : List.of((Long) redis.ask("MEMORY", "USAGE", longest, "SAMPLES", "0") / (double) most);
  }
}
