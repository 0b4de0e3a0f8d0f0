package dev.gatehouse.redis.audit;

import java.util.regex.Pattern;

/** Makes audit text safe to print: what a caller wrote becomes one line, without anything that a terminal would obey. */
final class AuditText {

  private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");

  private AuditText() {
  }

  /** The text with {@code ?} for each character that is not printed; {@code -} for none. */
  static String word(String text) {
    if (text == null || text.isEmpty()) {
      return "-";
    }
    return isPlain(text) ? text : NOT_PRINTABLE.matcher(text).replaceAll("?");
  }

  /** Nearly every word is, and five of each call are looked at. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }
}
