package dev.gatehouse.record;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sanitises foreign text to one line of a log, a fault or a table: replaces control characters, line and paragraph separators, and
 * invisible format characters (Unicode general categories Cc, Zl, Zp, Cf).
 */
public final class OneLine {

  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
  private static final Pattern BREAK = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

  private OneLine() {
  }

  /** The text with a space for each such character. */
  public static String of(String text) {
    return of(text, " ");
  }

  /** The text with a mark of one's own for each such character. */
  public static String of(String text, String mark) {
    return isAscii(text) ? text : UNSAFE.matcher(text).replaceAll(mark);
  }

  /** A word of a table: a {@code ?} for each such character, {@code -} for no text. */
  public static String word(@Nullable String text) {
    return text == null || text.isEmpty() ? "-" : of(text, "?");
  }

  /** Printable ASCII needs no second look; nearly every text is that. */
  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  /** Whether a text that is to be kept is one line: format characters are letters' joiners in some scripts, and may stay. */
  public static boolean is(String text) {
    return !BREAK.matcher(text).find();
  }

  /** The beginning of a text that is longer, with an ellipsis. */
  public static String cut(String text, int longest) {
    return cut(text, longest, "…");
  }

  /** The beginning of a text that is longer, with a mark of one's own. */
  public static String cut(String text, int longest, String mark) {
    return text.length() <= longest ? text : text.substring(0, longest) + mark;
  }

  /** The first of a list, and how many more there are. */
  public static String few(Collection<?> all, int most) {
    String first = all.stream().limit(most).map(String::valueOf).collect(Collectors.joining(", "));
    return all.size() <= most ? first : first + " and " + (all.size() - most) + " more";
  }
}
