package dev.gatehouse.feature.loop;

/** A check takes more steps than an event loop has for it. It has to be done again, on a thread. */
public final class LongCheckException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LongCheckException() {
    super("the check takes too many steps for an event loop", null, false, false);
  }
}
