package dev.gatehouse.cli;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command as redis-cli reads it from its standard input, where it splits and unquotes by rules of its own and not by a shell's.
 * Plain ASCII whatever the words hold, so that no terminal's encoding can change a byte.
 */
final class RedisCliLine {

  private RedisCliLine() {
  }

  static String of(Stream<String> words) {
    return words.map(RedisCliLine::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_.:@+/-]+") ? word : '"' + escaped(word) + '"';
  }

  private static String escaped(String word) {
    StringBuilder text = new StringBuilder();
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      if (b == '"' || b == '\\') {
        text.append('\\').append((char) b);
      } else if (b >= ' ' && b <= '~') {
        text.append((char) b);
      } else {
        text.append(String.format(Locale.ROOT, "\\x%02x", b));
      }
    }
    return text.toString();
  }
}
