package dev.gatehouse.client.servers;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text from servers and models, made fit for a terminal: its control characters could move the cursor or fake a prompt. */
public final class Plain {

  /** Control characters (C0, DEL, C1) and those that have no shape but an effect, such as overrides of the writing direction. */
  private static final String CONTROLS = "\\p{Cc}\\p{Cf}";
  private static final Pattern FOR_TEXT = Pattern.compile("[" + CONTROLS + "&&[^\\n\\t\\u200d]]");
  private static final Pattern FOR_JSON = Pattern.compile("[" + CONTROLS + "]");

  private Plain() {
  }

  /** Without control characters other than line ends and tabs. */
  public static String text(String text) {
    return FOR_TEXT.matcher(text).replaceAll("");
  }

  /** JSON in one line that says the same, with each such character escaped (RFC 8259 section 7): they stand in its strings only. */
  public static String json(String json) {
    return FOR_JSON.matcher(json).replaceAll(found -> Matcher.quoteReplacement(escaped(found.group())));
  }

  private static String escaped(String character) {
    return character.chars().mapToObj(unit -> String.format("\\u%04x", unit)).collect(Collectors.joining());
  }

  /** In one line. */
  public static String line(String text) {
    return text(text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " "));
  }

  /** In one line of at most so many characters. */
  public static String line(String text, int length) {
    String line = line(text);
    return line.length() <= length ? line : line.substring(0, Math.max(0, length - 3)) + "...";
  }
}
