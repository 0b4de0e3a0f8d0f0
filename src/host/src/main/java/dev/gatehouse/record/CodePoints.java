package dev.gatehouse.record;

import java.util.Locale;

/** Formats single characters in messages, so that look-alike and invisible ones are distinguishable. */
final class CodePoints {

  private static final int COMBINING = 1 << Character.NON_SPACING_MARK | 1 << Character.ENCLOSING_MARK
      | 1 << Character.COMBINING_SPACING_MARK;
  private static final int INVISIBLE = 1 << Character.CONTROL | 1 << Character.FORMAT | 1 << Character.SURROGATE
      | 1 << Character.PRIVATE_USE | 1 << Character.UNASSIGNED | 1 << Character.SPACE_SEPARATOR | 1 << Character.LINE_SEPARATOR
      | 1 << Character.PARAGRAPH_SEPARATOR;

  private CodePoints() {
  }

  /** Whether a reader sees anything where it stands: no space, control, format or private character, and none without a meaning. */
  static boolean isVisible(int codePoint) {
    return (INVISIBLE >> Character.getType(codePoint) & 1) == 0;
  }

  /** For example {@code '^' (U+005E)}; beyond ASCII with its Unicode name, and without the character itself where none is seen. */
  static String shown(int codePoint) {
    String number = String.format(Locale.ROOT, "U+%04X", codePoint);
    if (codePoint > ' ' && codePoint < 0x7f) {
      return "'" + (char) codePoint + "' (" + number + ")";
    }
    String name = Character.getName(codePoint);
    String named = name == null ? number : number + " " + name;
    boolean alone = isVisible(codePoint) && (COMBINING >> Character.getType(codePoint) & 1) == 0;
    return alone ? "'" + Character.toString(codePoint) + "' (" + named + ")" : named;
  }
}
