package dev.gatehouse.plugin.check;

/**
 * One schema violation of a value.
 *
 * @param pointer where, as a JSON Pointer (RFC 6901)
 * @param words what it must be
 */
record Violation(String pointer, String words) {

  private static final int LONGEST = 500;
  /** The longest place that is shown, so that the message fits as well. */
  private static final int LONGEST_PLACE = 300;

  /** Place and message on one line. */
  String line() {
    return cut(pointer.isEmpty() ? words : cut(pointer, LONGEST_PLACE) + ": " + words, LONGEST);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }
}
