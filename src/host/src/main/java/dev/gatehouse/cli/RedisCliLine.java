package dev.gatehouse.cli;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Quotes a command for redis-cli's standard input, which splits and unquotes by its own rules and not by a shell's. The result is ASCII, so
 * that no terminal's encoding changes a byte.
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
