package dev.gatehouse.tenant;

import dev.gatehouse.plugin.load.JarVersion;
import dev.gatehouse.plugin.load.LoadedPlugin;
import dev.gatehouse.plugin.load.PluginException;
import dev.gatehouse.plugin.load.PluginLoader;
import dev.gatehouse.plugin.load.PluginSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads one plugin asynchronously, with a timeout: copies, loads, starts and binds it on its own thread, so that a plugin that hangs blocks
 * no other. After the timeout the thread is interrupted, and a late result is closed.
 */
final class PluginLoad {

  /** So long nobody asks whether it computes: it has hardly begun. */
  private static final Duration BEGINNING = Duration.ofMillis(200);
  /** Even one that computes keeps others waiting no longer. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(10);
  /** So many times its time it may take on the wall, where it hardly gets a processor. */
  private static final int MOST_STRETCH = 20;

  private final DesiredPlugin found;
  private final Tenant tenant;
  private final LoadContext context;
  private final boolean again;
  private final long began = System.nanoTime();
  private final CompletableFuture<Started> result = new CompletableFuture<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean placed = new AtomicBoolean(true);
  private final Thread thread;
  private final StartClock clock;

  private PluginLoad(DesiredPlugin found, Tenant tenant, LoadContext context, boolean again) {
    this.found = found;
    this.tenant = tenant;
    this.context = context;
    this.again = again;
    thread = new Thread(this::run, "load-" + tenant.name() + "/" + found.source().name());
    thread.setDaemon(true);
    clock = new StartClock(thread);
  }

  /**
   * Begins.
   *
   * @param again whether it failed before: one place is left to those that did not, since it may hang
   * @return null when there is no place just now
   */
  static @Nullable PluginLoad begin(DesiredPlugin found, Tenant tenant, LoadContext context, boolean again) {
    if (again && context.places().availablePermits() == 1 || !context.places().tryAcquire()) {
      return null;
    }
    PluginLoad load = new PluginLoad(found, tenant, context, again);
    load.result.whenComplete((candidate, failure) -> load.leavePlace());
    try {
      load.thread.start();
    } catch (OutOfMemoryError e) {
      load.result.completeExceptionally(new IOException(found.source().location() + " was not loaded, since the system gives this"
          + " process no more threads; let it have more", e));
    }
    return load;
  }

  private void leavePlace() {
    if (placed.compareAndSet(true, false)) {
      context.places().release();
    }
  }

  private void run() {
    Path copy = null;
    try {
      copy = context.staging().folder(found.source().name());
      Started candidate = candidate(copy);
      if (!result.complete(candidate)) {
        candidate.close();
      }
    } catch (PluginException | IOException | RuntimeException | Error e) {
      result.completeExceptionally(e);
      if (copy != null) {
        Staging.remove(copy);
      }
    } finally {
      ended.set(true);
    }
  }

  private Started candidate(Path copy) throws PluginException, IOException {
    PluginSource copied = found.source().copyTo(copy, context.staging().copy(found));
    context.staging().copied(found, copy);
    List<JarVersion> jars = new ArrayList<>();
    for (Path jar : copied.jars()) {
      jars.add(JarVersion.of(jar));
    }
    return new Started(found, new PluginLoader(context.changes()).load(copied, tenant.name(), found.settings()), copy, jars);
  }

  DesiredPlugin found() {
    return found;
  }

  /** Whether the tenant's other changes wait for it: not for one that failed before, nor for one that takes long. */
  boolean awaited() {
    return !over() && !again && System.nanoTime() - began < context.times().together().toNanos();
  }

  /** Tells whether nothing of it runs any more: one that was given up may hang on. Keeps nothing of it, whose failure holds classes. */
  BooleanSupplier gone() {
    AtomicBoolean over = ended;
    return over::get;
  }

  /** Gives it up when its time is over. Until then one that waits for something leaves its place to others, who may compute meanwhile. */
  void tend() {
    clock.look();
    Duration most = context.times().start();
    if (clock.time().compareTo(most) > 0 || System.nanoTime() - began > MOST_STRETCH * most.toNanos()) {
      abandon(found.source().location() + " did not start within " + most.toSeconds()
          + " s and was given up; let its start method return sooner and do slow work on a thread of its own");
    } else if (placed.get() && clock.time().compareTo(BEGINNING) > 0
        && (clock.waits() || clock.time().compareTo(LONGEST_TURN) > 0)) {
      leavePlace();
    }
  }

  /** Whether it ended, one way or the other. */
  boolean over() {
    return result.isDone();
  }

  /**
   * Gives it up, whatever it does.
   *
   * @return false when it had ended already
   */
  boolean abandon(String why) {
    boolean ran = result.completeExceptionally(new TimeoutException(why));
    if (ran) {
      thread.interrupt();
    }
    return ran;
  }

  /** Whether a failure of loading may pass, the files being the same: something that the start needs is missing or slow, or room is. */
  static boolean passing(@Nullable Throwable failure) {
    return failure instanceof PluginException refusal ? refusal.passing()
        : failure instanceof TimeoutException || failure instanceof IOException;
  }

  /**
   * A failure of loading in words.
   *
   * @param replaces whether another version runs: one that holds a file or a port keeps it until the next has started, which would
   *     be never
   */
  static String words(@Nullable Throwable failure, boolean replaces) {
    return (failure == null ? "it failed" : failure.getMessage())
        + (replaces && failure instanceof PluginException refusal && refusal.inUse()
            ? "; the version that runs seems to hold that until this one has started: remove the jar, wait until the plugin is gone and put"
                + " this one in, or let the plugin share it or open it in its first call"
            : "");
  }

  /**
   * What came of it, once it is over.
   *
   * @throws CompletionException when it failed; the cause's message is for the operator
   */
  Started get() {
    return result.join();
  }

  /**
   * A plugin that is loaded and started, whether or not it is served.
   *
   * @param found where it comes from
   * @param plugin the plugin
   * @param copy the folder with the copies of its jars
   * @param jars which versions those are
   */
  record Started(DesiredPlugin found, LoadedPlugin plugin, Path copy, List<JarVersion> jars) implements AutoCloseable {

    /** Blocks as long as the plugin's stop does. */
    @Override
    public void close() {
      try {
        plugin.close();
      } finally {
        Staging.remove(copy);
      }
    }
  }
}
