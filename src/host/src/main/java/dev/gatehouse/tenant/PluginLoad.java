package dev.gatehouse.tenant;

import dev.gatehouse.plugin.load.FileVersion;
import dev.gatehouse.plugin.load.LoadedPlugin;
import dev.gatehouse.plugin.load.PluginException;
import dev.gatehouse.plugin.load.PluginSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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

  /** The time before the load's processor use is checked. */
  private static final Duration BEGINNING = Duration.ofMillis(200);
  /** The longest time that a computing load may hold its place. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(10);
  /** The maximum factor by which wall-clock time may exceed the timeout on a busy machine. */
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
   * Begins a load, if there is a free place.
   *
   * @param again whether it failed before: one place is left to those that did not, since it may hang
   * @return null when there is no place just now
   */
  static @Nullable PluginLoad begin(DesiredPlugin found, Tenant tenant, LoadContext context, boolean again) {
    if (again && context.places().availablePermits() == 1 || !context.places().tryAcquire()) {
      return null;
    }
    PluginLoad load = new PluginLoad(found, tenant, context, again);
    load.result.whenComplete((started, failure) -> {
      load.leavePlace();
      context.wake().run();
    });
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
      Started started = started(copy);
      if (!result.complete(started)) {
        started.close();
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

  private Started started(Path copy) throws PluginException, IOException {
    PluginSource copied = found.source().copyTo(copy, context.staging().copy(found));
    context.staging().copied(found, copy);
    List<FileVersion> jars = copied.versions();
    return new Started(found, copied.load(tenant.name(), found.settings(), context.changes()), copy, jars);
  }

  DesiredPlugin found() {
    return found;
  }

  /** Whether the tenant's other changes wait for this load: not for a retry, and not for a slow one. */
  boolean awaited() {
    return !over() && !again && System.nanoTime() - began < context.times().together().toNanos();
  }

  /** Tells whether an abandoned load has ended. It holds no reference to the result, whose failure may hold classes. */
  BooleanSupplier gone() {
    AtomicBoolean over = ended;
    return over::get;
  }

  /** Abandons the load after its timeout. While it waits without computing, it leaves its place to others. */
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

  /** Whether the load has ended. */
  boolean over() {
    return result.isDone();
  }

  /**
   * Abandons the load.
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

  /** Whether a failure may be transient, with the same files: a dependency is missing or slow, or disk space is short. */
  static boolean passing(@Nullable Throwable failure) {
    return failure instanceof PluginException refusal ? refusal.passing()
        : failure instanceof TimeoutException || failure instanceof IOException;
  }

  /**
   * Describes a failure.
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
   * The result of an ended load.
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
  record Started(DesiredPlugin found, LoadedPlugin plugin, Path copy, List<FileVersion> jars) implements AutoCloseable {

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
