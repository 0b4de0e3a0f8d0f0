package dev.gatehouse.record;

/** How much a limit allows: by rate, or by the calendar. */
public sealed interface Allowance permits Rate, Quota {

  /** N: at most this many calls at once, or in one day or month. */
  long calls();
}
