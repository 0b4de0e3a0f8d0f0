package dev.gatehouse.tool;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which the blocking tools of one plugin of a tenant run: a virtual thread a call where the JDK has them (21+),
 * else a pool of its own with as many threads as calls may run at once. Neither queues: admission is the bulkhead's job, and a call behind
 * another would wait for it.
 *
 * <p>A verticle of either threading model hands out its messages one by one, so tools cannot run on the verticle's own context.
 */
public final class ToolThreads implements Executor, AutoCloseable {

  private static final long IDLE_SECONDS = 30;

  private final ExecutorService executor;

  private ToolThreads(ExecutorService executor) {
    this.executor = executor;
  }

  /**
   * Threads for one tenant.
   *
   * @param tenant names the threads
   * @param most how many calls may run at once; not a limit for virtual threads
   */
  public static ToolThreads create(String tenant, int most) {
    return new ToolThreads(Runtime.version().feature() >= 21 ? virtual(tenant) : pool(tenant, most));
  }

  private static ExecutorService pool(String tenant, int most) {
    ThreadFactory factory = task -> {
      Thread thread = new Thread(task, "tool-" + tenant);
      thread.setDaemon(true);
      // A thread inherits its creator's loader; that one could be a plugin's, and would be kept for the thread's life.
      thread.setContextClassLoader(ToolThreads.class.getClassLoader());
      return thread;
    };
    return new ThreadPoolExecutor(0, most, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
  }

  /** By reflection, since the host is compiled for 17. */
  private static ExecutorService virtual(String tenant) {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      type.getMethod("name", String.class, long.class).invoke(builder, "tool-" + tenant + "-", 0L);
      ThreadFactory factory = (ThreadFactory) type.getMethod("factory").invoke(builder);
      return (ExecutorService) Executors.class.getMethod("newThreadPerTaskExecutor", ThreadFactory.class).invoke(null, factory);
    } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("this JDK says it is 21 or newer but has no virtual threads", e);
    }
  }

  /**
   * Runs a task at once.
   *
   * @throws RejectedExecutionException when no thread is free, or after {@link #close}
   */
  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  /** Interrupts what runs. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
