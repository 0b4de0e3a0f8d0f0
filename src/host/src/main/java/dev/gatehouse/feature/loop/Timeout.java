package dev.gatehouse.feature.loop;

import org.jspecify.annotations.Nullable;

/**
 * Something with a deadline. At most one deadline at a time, in one {@link TimerWheel}. Confined to the thread of its event loop.
 */
public abstract class Timeout {

  /** Neighbours in the slot of the wheel. */
  @Nullable
  Timeout previous;
  @Nullable
  Timeout next;
  /** The tick at which it is due; 0 while it is not in a wheel. */
  long due;

  /** Its time is over. Called on the event loop, once for each time that it was added. */
  protected abstract void expired();

  /** Whether it waits for its deadline. */
  public final boolean isPending() {
    return due != 0;
  }
}
