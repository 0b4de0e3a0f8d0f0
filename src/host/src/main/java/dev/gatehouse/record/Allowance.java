package dev.gatehouse.record;

/** The amount that a limit allows: a rate or a quota. */
public sealed interface Allowance permits Rate, Quota {

  /** N: at most this many calls at once, or in one day or month. */
  long calls();
}
