package dev.gatehouse.feature.loop;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** One event loop of Vert.x. What is not said to be for any thread is for its own. */
public final class EventLoop {

  private static final long NONE = -1;

  private final int index;
  private final Context context;
  private final Thread thread = Thread.currentThread();
  private final TimerWheel wheel = new TimerWheel(System::nanoTime, this::alarm);
  private final HoldClock clock = new HoldClock();
  private long timer = NONE;

  /**
   * The event loop that the calling thread is.
   *
   * @param index its number, from 0
   * @param context one of its contexts, which lives as long as Vert.x: a timer ends with its context
   */
  EventLoop(int index, Context context) {
    this.index = index;
    this.context = context;
  }

  /** Its number, from 0; for any thread. */
  public int index() {
    return index;
  }

  /** Whether the calling thread is this one; for any thread. */
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /** The deadlines of what runs on it. */
  public TimerWheel wheel() {
    return wheel;
  }

  /** The context of its timers, which lives as long as Vert.x. */
  Context context() {
    return context;
  }

  /** Measures for how long a task holds it. */
  public HoldClock clock() {
    return clock;
  }

  /** Runs a task on it, soon; for any thread. */
  public void execute(Runnable task) {
    context.runOnContext(now -> task.run());
  }

  /** Set in the loop's own context: a timer would keep the context of the call that happens to set it. */
  private void alarm(long millis) {
    context.runOnContext(now -> {
      Vertx vertx = context.owner();
      if (timer != NONE) {
        vertx.cancelTimer(timer);
      }
      timer = vertx.setTimer(millis, ring -> {
        timer = NONE;
        wheel.turn();
      });
    });
  }
}
