package dev.gatehouse.tool;

import dev.gatehouse.spi.Cancellation;
import java.util.ArrayList;
import java.util.List;

/** The host's side of a {@link Cancellation}: can be cancelled once, from any thread. */
public final class CallCancellation implements Cancellation {

  private List<Runnable> actions = new ArrayList<>(1);

  /** Cancels, and runs what was registered; does nothing the second time. */
  public void cancel() {
    List<Runnable> due;
    synchronized (this) {
      if (actions == null) {
        return;
      }
      due = actions;
      actions = null;
    }
    due.forEach(Runnable::run);
  }

  @Override
  public synchronized boolean isCancelled() {
    return actions == null;
  }

  @Override
  public void onCancel(Runnable action) {
    synchronized (this) {
      if (actions != null) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }
}
