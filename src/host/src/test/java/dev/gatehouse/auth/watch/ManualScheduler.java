package dev.gatehouse.auth.watch;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A scheduler whose time a test advances. */
public final class ManualScheduler implements Scheduler {

  private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
  private long now;
  private long number;

  private record Task(long at, long number, Runnable action) {
  }

  @Override
  public void after(long millis, Runnable task) {
    tasks.add(new Task(now + millis, number++, task));
  }

  /** Runs the tasks of the next milliseconds. */
  public void advance(long millis) {
    long end = now + millis;
    while (!tasks.isEmpty() && tasks.peek().at() <= end) {
      Task next = tasks.remove();
      now = next.at();
      next.action().run();
    }
    now = end;
  }

  /** How many tasks are scheduled. */
  public int scheduled() {
    return tasks.size();
  }
}
