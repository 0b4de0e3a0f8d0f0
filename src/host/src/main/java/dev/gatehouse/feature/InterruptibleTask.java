package dev.gatehouse.feature;

import org.jspecify.annotations.Nullable;

/** A task whose thread can be interrupted while it runs, and never after: a pooled thread goes on to another call. */
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
