package dev.gatehouse.client.chat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads for what waits. Never the common pool: the JDK's HTTP client needs it to go on, and on two cores it is one thread. */
final class Threads {

  private Threads() {
  }

  /** As many as it takes; none keeps the process. */
  static ExecutorService waiting(String name) {
    return Executors.newCachedThreadPool(task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    });
  }
}
