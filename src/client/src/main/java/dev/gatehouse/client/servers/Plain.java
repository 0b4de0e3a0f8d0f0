package dev.gatehouse.client.servers;

/** Text from servers and models, made fit for a terminal: its control characters could move the cursor or fake a prompt. */
public final class Plain {

  private Plain() {
  }

  /** Without control characters other than line ends and tabs. */
  public static String text(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\\n\\t\\u200d]]", "");
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
