package dev.gatehouse.feature;

import dev.gatehouse.feature.bulkhead.ToolThreads;
import org.jspecify.annotations.Nullable;

/** A task that can be interrupted only while it runs, since its pooled thread goes on to another call. */
abstract class InterruptibleTask implements ToolThreads.Task {

  private @Nullable Thread runner;

  /** What runs. */
  abstract void body();

  @Override
  public final void run() {
    synchronized (this) {
      runner = Thread.currentThread();
    }
    try {
      body();
    } finally {
      synchronized (this) {
        runner = null;
        Thread.interrupted();
      }
    }
  }

  final synchronized void interrupt() {
    if (runner != null) {
      runner.interrupt();
    }
  }
}
