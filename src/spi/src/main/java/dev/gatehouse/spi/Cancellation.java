package dev.gatehouse.spi;

/**
 * Tells a tool that nobody waits for its answer any more: the client went away or cancelled, or the time is up. The thread that
 * runs a blocking tool is interrupted as well. Declare a parameter of this type to be told.
 */
public interface Cancellation {

  /**
   * Whether the call was cancelled.
   *
   * @return true from then on
   */
  boolean isCancelled();

  /**
   * Runs something when the call is cancelled; at once when it is already.
   *
   * @param action run on a thread of the plugin's, or on the caller's when the call is cancelled already
   */
  void onCancel(Runnable action);
}
