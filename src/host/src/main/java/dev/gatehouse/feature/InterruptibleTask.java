package dev.gatehouse.feature;

import org.jspecify.annotations.Nullable;

/** A task that can be interrupted only while it runs, since its pooled thread goes on to another call. */
final class InterruptibleTask implements Runnable {

  private final Runnable body;
  private @Nullable Thread runner;

  InterruptibleTask(Runnable body) {
    this.body = body;
  }

  @Override
  public void run() {
    synchronized (this) {
      runner = Thread.currentThread();
    }
    try {
      body.run();
    } finally {
      synchronized (this) {
        runner = null;
        Thread.interrupted();
      }
    }
  }

  synchronized void interrupt() {
    if (runner != null) {
      runner.interrupt();
    }
  }
}
