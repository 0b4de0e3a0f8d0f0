package dev.gatehouse.plugin;

/**
 * One thing that is wrong with a value.
 *
 * @param pointer where, as a JSON Pointer (RFC 6901)
 * @param words what it must be
 */
record Violation(String pointer, String words) {

  private static final int LONGEST = 500;

  /** Both, on one line. */
  String line() {
    String line = pointer.isEmpty() ? words : pointer + ": " + words;
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
