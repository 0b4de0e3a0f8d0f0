package dev.gatehouse.feature;

import dev.gatehouse.record.OneLine;
import dev.gatehouse.spi.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's side of a {@link Cancellation}. Any thread can cancel it, once. */
public final class CallCancellation implements Cancellation {

  /** How far a call is. */
  public enum Stage {
    /** It waits for a thread. */
    WAITING,
    /** Its arguments are being checked. */
    CHECKING,
    /** What is called runs. */
    RUNNING
  }

  /** How long an answer may be where nobody says it, in bytes: the default of {@code calls.maxResult}. */
  public static final long LONGEST_ANSWER = 4L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(CallCancellation.class);

  private @Nullable List<Runnable> actions = new ArrayList<>(1);
  private boolean expired;
  private volatile Stage stage = Stage.WAITING;
  private volatile Executor pluginThreads = Runnable::run;
  private volatile @Nullable CallFault fault;
  private volatile long longestAnswer = LONGEST_ANSWER;
  private volatile Object origin = "by an unknown caller";

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
    due.forEach(CallCancellation::runQuietly);
  }

  /** Cancels what has run out of its time. Somebody still waits for its answer, and gets one. */
  void expire() {
    synchronized (this) {
      expired = actions != null;
    }
    cancel();
  }

  /** Whether nobody waits for the answer any more. */
  public synchronized boolean isUnwanted() {
    return actions == null && !expired;
  }

  /** Notes how far the call has come. */
  public void reach(Stage next) {
    stage = next;
  }

  /** How far the call has come; after a timeout this tells what was slow. */
  Stage stage() {
    return stage;
  }

  /** Whether what is called has begun to run. */
  public boolean hasRun() {
    return stage == Stage.RUNNING;
  }

  /** Notes why there is no answer of what was called. The first reason counts: what times out is interrupted, and throws. */
  void failed(CallFault why) {
    if (fault == null) {
      fault = why;
    }
  }

  /** Why there is no answer of what was called; null where there is one, or nobody knows. */
  public @Nullable CallFault fault() {
    return fault;
  }

  /** Notes how long the answer may be, in bytes. */
  void answerAtMost(long bytes) {
    longestAnswer = bytes;
  }

  /** How long the answer may be, in bytes. What is longer need not be written. */
  public long longestAnswer() {
    return longestAnswer;
  }

  /** Notes who calls, as a log line names them: its text is made when there is such a line. */
  public void calledBy(Object whom) {
    origin = whom;
  }

  /** Who calls, for a log line: one line, since the request's id is the caller's own. */
  public String origin() {
    return OneLine.of(origin.toString(), "?");
  }

  /** Actions are plugins' code: one that fails must neither keep the others from running nor reach whoever cancels. */
  private static void runQuietly(Runnable action) {
    try {
      action.run();
    } catch (Throwable fault) {
      LOG.warn("an action at a call's cancellation failed", fault);
    }
  }

  /** The plugin has these threads for what it does while it is called. */
  void runPluginOn(Executor threads) {
    pluginThreads = threads;
  }

  /** Where a plugin's code goes that was set off by a thread of the host's, which it must not hold up. */
  public Executor pluginThreads() {
    return pluginThreads;
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
