package dev.gatehouse.record;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** The amount that a limit allows, and all that depends on what kind of limit it is. */
public sealed interface Allowance permits Rate, Quota {

  /** The kinds, in the order in which a call's limits are listed. */
  enum Kind {
    /** A {@link Rate}. */
    RATE("rate", true, Rate::parseAll),
    /** A {@link Quota}. */
    QUOTA("quota", false, Quota::parseAll);

    private final String field;
    private final boolean narrow;
    private final Function<String, List<? extends Allowance>> parser;

    Kind(String field, boolean narrow, Function<String, List<? extends Allowance>> parser) {
      this.field = field;
      this.narrow = narrow;
      this.parser = parser;
    }

    /** Its field in records, and its name in metrics and in the audit log. */
    public String field() {
      return field;
    }

    /** Whether it may hold for a role, and for some tools alone: {@code rate.math_*}. */
    public boolean isNarrow() {
      return narrow;
    }

    /** Reads the field's value; fails with {@link IllegalArgumentException}. */
    public List<? extends Allowance> parse(String text) {
      return parser.apply(text);
    }
  }

  /**
   * What is used of an allowance at one time, as a host counts it by itself; {@code charge.lua} counts alike.
   *
   * @param used how much
   * @param at of a rate the time in us; of a quota its day or month, as a number such as 20261231 or 202612
   * @param perMicro how much of a rate comes back in a us; 0 for a quota
   * @param untilEnd ms until a quota's day or month ends; 0 for a rate
   */
  record Use(double used, long at, double perMicro, long untilEnd) {

    /** Nothing yet. */
    public static final Use NONE = new Use(0, 0, 0, 0);

    /** With so much more; never below zero. */
    public Use plus(long amount) {
      return new Use(Math.max(0, used + amount), at, perMicro, untilEnd);
    }

    /** In how many ms so much has come back. */
    public long backIn(double amount) {
      return perMicro > 0 ? millis(amount / perMicro) : untilEnd;
    }

    /** In how many ms nothing is used any more. */
    public long reset() {
      return used > 0 ? backIn(used) : 0;
    }

    static long millis(double micros) {
      return (long) Math.max(0, Math.ceil(micros / 1_000));
    }
  }

  /** What kind it is. */
  Kind kind();

  /** N: at most this many at once, or in one day or month, in its own unit, such as calls. */
  long most();

  /** The part of a counter's name that tells it from other counters of the same calls: {@code 100/1m}, {@code day}. */
  String counter();

  /** The period as {@code charge.lua} takes it: us, or a word of the calendar. */
  String scriptPeriod();

  /** The window in a {@code RateLimit-Policy} header: {@code ;w=60}; empty when it has no fixed number of seconds. */
  String window();

  /** How callers are told of it: {@code limit of 100/1m}, {@code quota of 5 calls a day}. */
  String words();

  /**
   * What is used now.
   *
   * @param before what was used earlier
   * @param now in whole us
   */
  Use use(Use before, Instant now);
}
