package dev.gatehouse.redis.report;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Quotes a Redis command: for redis-cli's standard input, or for a shell that starts redis-cli. */
public final class RedisCliLine {

  private static final String PLAIN = "[A-Za-z0-9_.:@+/-]+";

  private RedisCliLine() {
  }

  /**
   * Quotes a command for redis-cli's standard input, which splits and unquotes by its own rules and not by a shell's. The result is ASCII,
   * so that no terminal's encoding changes a byte.
   */
  public static String of(Stream<String> words) {
    return words.map(RedisCliLine::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches(PLAIN) ? word : '"' + escaped(word) + '"';
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

  /**
   * Quotes a command for a POSIX shell: {@code redis-cli HSET mcp:key:… tools '* !add'}.
   *
   * @throws IllegalArgumentException when a word holds a character that is not printable ASCII: pasted into a terminal, it could do
   *     anything
   */
  public static String shell(RedisCli cli, List<String> words) {
    return cli.program() + ' ' + words.stream().map(RedisCliLine::inShell).collect(Collectors.joining(" "));
  }

  private static String inShell(String word) {
    if (!word.matches("[ -~]*")) {
      throw new IllegalArgumentException("a word of the command is not printable ASCII");
    }
    return word.matches(PLAIN) ? word : '\'' + word.replace("'", "'\\''") + '\'';
  }
}
