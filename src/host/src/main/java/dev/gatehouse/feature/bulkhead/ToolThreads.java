package dev.gatehouse.feature.bulkhead;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thread pool for the blocking tools of one plugin of one tenant. It has no queue: there are as many threads as calls may run at once, and
 * one more is refused. The bulkhead does the admission.
 *
 * <p>Waking a thread costs more than most tools do, so one is woken at a time: a thread that takes a call while more of them lie there
 * wakes the next, and until that one has come to itself, those that have done their calls take what they find. Calls that are short
 * are thus done by few threads that hardly sleep, and calls that block have a thread each.
 *
 * <p>They are the platform's threads on every JDK: of virtual ones, as many as there are processors run and are not taken off by
 * their scheduler, so that one tenant's calls that compute would stand in the way of everybody's.
 */
public final class ToolThreads implements TaskThreads, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ToolThreads.class);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean COUNTED = THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** A task that is told when it never runs. */
  public interface Task extends Runnable {

    /** It was accepted, and the threads were closed before it ran. Does not block. */
    void refuse();
  }

  private final String name;
  private volatile int most;
  private final Object lock = new Object();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  /** Idle threads, last in, first out: the latest has a warm stack, and the others can time out. */
  private final Deque<Worker> idle = new ArrayDeque<>();
  private final Set<Worker> workers = new HashSet<>();
  private int running;
  private boolean waking;
  private volatile boolean closed;

  /**
   * Threads for one tenant.
   *
   * @param tenant names the threads
   * @param most how many calls may run at once
   */
  public ToolThreads(String tenant, int most) {
    this.name = "tool-" + tenant;
    this.most = most;
  }

  /**
   * Runs a task at once.
   *
   * @throws RejectedExecutionException when no thread is free, or after {@link #close}
   */
  @Override
  public void execute(Runnable task) {
    if (executeAll(List.of(task)) == 0) {
      throw new RejectedExecutionException(closed ? "closed" : "all " + most + " threads are busy");
    }
  }

  @Override
  public int executeAll(List<? extends Runnable> more) {
    int accepted;
    Worker woken;
    synchronized (lock) {
      accepted = closed ? 0 : Math.max(0, Math.min(more.size(), most - running - tasks.size()));
      tasks.addAll(more.subList(0, accepted));
      woken = next();
    }
    wake(woken);
    return accepted;
  }

  /** The thread to wake or start for the queued tasks; null when there is no task or one is being woken already. */
  private @Nullable Worker next() {
    if (waking || tasks.isEmpty()) {
      return null;
    }
    Worker next = idle.poll();
    if (next == null && workers.size() < most) {
      next = new Worker();
      workers.add(next);
    }
    waking = next != null;
    return next;
  }

  private void wake(@Nullable Worker worker) {
    if (worker == null) {
      return;
    }
    try {
      worker.wake();
    } catch (OutOfMemoryError e) {
      // The system has no thread. A running thread takes the task when it is done, or the task times out.
      LOG.error("{} could not be started", name, e);
      synchronized (lock) {
        waking = false;
        workers.remove(worker);
      }
    }
  }

  /** Changes the maximum number of threads. Running calls go on. */
  public void resize(int calls) {
    most = calls;
  }

  /**
   * How many of its threads have done nothing since this was asked last but one task, and had at least so much processor time for it.
   * Short tasks make nobody late, however many they are.
   *
   * @param nanos the processor time; to be asked by one thread at a time
   */
  int computing(long nanos) {
    List<Worker> all;
    Set<Worker> steady;
    synchronized (lock) {
      all = List.copyOf(workers);
      steady = all.stream().filter(Worker::steady).collect(Collectors.toSet());
    }
    return (int) all.stream().filter(worker -> worker.used() >= nanos).filter(steady::contains).count();
  }

  /** Whether the pool is closed and its last thread has ended. */
  boolean gone() {
    synchronized (lock) {
      return closed && workers.isEmpty();
    }
  }

  /** Interrupts running tasks. Queued ones are refused. */
  @Override
  public void close() {
    List<Runnable> refused;
    synchronized (lock) {
      closed = true;
      refused = List.copyOf(tasks);
      tasks.clear();
      workers.forEach(worker -> worker.thread.interrupt());
    }
    refused.stream().filter(Task.class::isInstance).forEach(task -> ((Task) task).refuse());
  }

  private final class Worker implements Runnable {

    private final Thread thread = new Thread(this, name);
    /** Whether the thread was woken on purpose: it may also wake spuriously. */
    private volatile boolean called = true;
    private long usedBefore;
    private int begun;
    private int begunBefore;

    Worker() {
      thread.setDaemon(true);
      // A thread inherits its creator's loader; that one could be a plugin's, and would be kept for the thread's life.
      thread.setContextClassLoader(ToolThreads.class.getClassLoader());
    }

    void wake() {
      if (called) {
        thread.start();
      } else {
        called = true;
        LockSupport.unpark(thread);
      }
    }

    /** Whether it has started no task since the last call. */
    boolean steady() {
      boolean steady = begun == begunBefore;
      begunBefore = begun;
      return steady;
    }

    /** The processor time used; 0 for a thread that has ended, or where the system does not measure it. */
    long used() {
      long total = Math.max(usedBefore, COUNTED ? THREADS.getThreadCpuTime(thread.getId()) : 0);
      long used = total - usedBefore;
      usedBefore = total;
      return used;
    }

    @Override
    public void run() {
      while (called) {
        Runnable task = arrive();
        while (task != null) {
          work(task);
          task = take();
        }
        sleep();
      }
    }

    /** Called by a woken thread: the next one may be woken. */
    private @Nullable Runnable arrive() {
      synchronized (lock) {
        waking = false;
      }
      return take();
    }

    /** Takes a task, or returns null when there is none and the thread becomes idle. */
    private @Nullable Runnable take() {
      Runnable task;
      Worker woken;
      synchronized (lock) {
        task = tasks.poll();
        if (task == null) {
          called = false;
          idle.push(this);
          return null;
        }
        running++;
        begun++;
        woken = next();
      }
      ToolThreads.this.wake(woken);
      return task;
    }

    private void work(Runnable task) {
      // Clears an interrupt: a plugin may keep a reference to a thread and interrupt it during another plugin's call.
      Thread.interrupted();
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.error("{} failed", name, e);
      } finally {
        synchronized (lock) {
          running--;
        }
      }
    }

    /** Sleeps until it is woken or its idle time is over, which ends it. */
    private void sleep() {
      long until = System.nanoTime() + IDLE_NANOS;
      while (!called && !out(until - System.nanoTime())) {
        LockSupport.parkNanos(this, until - System.nanoTime());
        // An interrupt would prevent the sleep.
        Thread.interrupted();
      }
    }

    private boolean out(long left) {
      if (left > 0 && !closed) {
        return false;
      }
      synchronized (lock) {
        boolean out = closed || idle.remove(this);
        if (out) {
          // Perhaps once more: after the end one can still be woken that had been called before it.
          workers.remove(this);
        }
        return out;
      }
    }
  }
}
