package dev.gatehouse.tenant;

import dev.gatehouse.plugin.PluginException;
import dev.gatehouse.plugin.PluginLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A plugin on its way: copied, loaded, started and bound on a thread of its own, so that one that hangs holds up nobody else. Given up,
 * it is interrupted, and closed when it ends after all.
 */
final class Load {

  private final Found found;
  private final Duration most;
  private final long began = System.nanoTime();
  private final CompletableFuture<Candidate> result = new CompletableFuture<>();
  private final Thread thread;

  private Load(Found found, Duration most, Staging staging, String tenant, Map<String, Object> config) {
    this.found = found;
    this.most = most;
    thread = new Thread(() -> run(staging, tenant, config), "load-" + tenant + "/" + found.source().name());
    thread.setDaemon(true);
  }

  static Load begin(Found found, Duration most, Staging staging, String tenant, Map<String, Object> config, Runnable over) {
    Load load = new Load(found, most, staging, tenant, config);
    load.result.whenComplete((candidate, failure) -> over.run());
    load.thread.start();
    return load;
  }

  private void run(Staging staging, String tenant, Map<String, Object> config) {
    Path copy = null;
    try {
      copy = staging.folder(found.source().name());
      Candidate candidate = new Candidate(found, new PluginLoader().load(found.source().copyTo(copy), tenant, config), copy);
      if (!result.complete(candidate)) {
        candidate.close();
      }
    } catch (PluginException | IOException | RuntimeException | Error e) {
      result.completeExceptionally(e);
      if (copy != null) {
        Staging.remove(copy);
      }
    }
  }

  Found found() {
    return found;
  }

  /** Whether it ended, one way or the other; gives it up when its time is over. */
  boolean over() {
    if (!result.isDone() && System.nanoTime() - began > most.toNanos()) {
      abandon(found.source().location() + " did not start within " + most.toSeconds() + " s and was given up; let its start method"
          + " return sooner and do slow work on a thread of its own");
    }
    return result.isDone();
  }

  /** Gives it up, whatever it does. */
  void abandon(String why) {
    if (result.completeExceptionally(new IllegalStateException(why))) {
      thread.interrupt();
    }
  }

  /**
   * What came of it, once it is over.
   *
   * @throws CompletionException when it failed; the cause's message is for the operator
   */
  Candidate candidate() {
    return result.join();
  }
}
