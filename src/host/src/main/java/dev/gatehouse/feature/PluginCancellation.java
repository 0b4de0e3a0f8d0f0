package dev.gatehouse.feature;

import dev.gatehouse.spi.Cancellation;

/** A call's cancellation as the plugin sees it. The plugin's callbacks run on the plugin's threads and block nobody else. */
public final class PluginCancellation implements Cancellation {

  private final CallCancellation call;
  private final CallCancellation actions = new CallCancellation();
  private boolean registered;

  /** That of this call. */
  public PluginCancellation(CallCancellation call) {
    this.call = call;
  }

  @Override
  public boolean isCancelled() {
    return call.isCancelled();
  }

  @Override
  public void onCancel(Runnable action) {
    if (isCancelled()) {
      action.run();
      return;
    }
    actions.onCancel(action);
    if (first()) {
      // One thread for all of them, in their order, however many there are.
      call.onCancel(() -> call.pluginThreads().execute(actions::cancel));
    }
  }

  private synchronized boolean first() {
    boolean first = !registered;
    registered = true;
    return first;
  }
}
