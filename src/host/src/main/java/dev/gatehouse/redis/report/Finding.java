package dev.gatehouse.redis.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an examination found.
 *
 * @param level whether something must be done
 * @param area what it is about, in a word: {@code redis}
 * @param what the finding, in a sentence without a full stop
 * @param remedy what to do about it; null when there is nothing to do
 */
public record Finding(Level level, String area, String what, @Nullable String remedy) {

  /** Whether something must be done. */
  public enum Level {
    /** It is as it should be. */
    OK,
    /** It may be meant. */
    NOTE,
    /** It should be mended. */
    PROBLEM;

    /** The word in tables: {@code problem}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Nothing to do. */
  public static Finding ok(String area, String what) {
    return new Finding(Level.OK, area, what, null);
  }

  /** Something that may be meant. */
  public static Finding note(String area, String what, String remedy) {
    return new Finding(Level.NOTE, area, what, remedy);
  }

  /** Something to mend. */
  public static Finding problem(String area, String what, String remedy) {
    return new Finding(Level.PROBLEM, area, what, remedy);
  }
}
