package dev.gatehouse.bench.fuzz;

import java.util.Locale;
import java.util.stream.Stream;

/** Kinds of messages, and how many of a hundred are of each. */
enum Family {
  /** Tokens of JSON swapped, doubled, left out, nested, made absurd. */
  JSON(56),
  /** The same with numbers that are beyond all bounds. */
  NUMBERS(6),
  /** Bytes of the body flipped, cut off, put in. */
  BYTES(10),
  /** Headers changed, doubled, left out. */
  HEADERS(12),
  /** Forms of credentials. */
  CREDENTIALS(8),
  /** Forms of paths. */
  PATHS(5),
  /** Raw HTTP that two readers may read differently. */
  SMUGGLING(2),
  /** Bytes of the head flipped. */
  HEAD(1);

  private static final int ALL = 100;

  private final int share;

  Family(int share) {
    this.share = share;
  }

  static Family pick(Dice dice) {
    int at = dice.below(ALL);
    for (Family family : values()) {
      at -= family.share;
      if (at < 0) {
        return family;
      }
    }
    throw new AssertionError("the shares make " + Stream.of(values()).mapToInt(family -> family.share).sum());
  }

  /** As it is named on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
