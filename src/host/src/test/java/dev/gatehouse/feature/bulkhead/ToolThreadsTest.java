package dev.gatehouse.feature.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ToolThreadsTest {

  private final ToolThreads threads = new ToolThreads("acme", 2);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void end() {
    release.countDown();
    threads.close();
  }

  private void occupy() {
    threads.execute(() -> {
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private Thread thread() throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    executeWhenFree(threads, () -> thread.complete(Thread.currentThread()));
    return thread.get(60, TimeUnit.SECONDS);
  }

  @Test
  void threads_are_the_tenants_and_keep_no_process_alive() throws Exception {
    Thread thread = thread();

    assertThat(thread.getName()).startsWith("tool-acme");
    assertThat(thread.isDaemon()).isTrue();
  }

  @Test
  void a_pool_refuses_rather_than_queues() {
    occupy();
    occupy();

    assertThatThrownBy(this::occupy).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void a_pooled_thread_keeps_no_plugins_class_loader() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(new ClassLoader(before) {
    });
    try {
      assertThat(thread().getContextClassLoader()).isSameAs(ToolThreads.class.getClassLoader());
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** However quickly they come, and whoever is busy: one that waited behind another would never meet it. */
  @Test
  @Timeout(300)
  void no_task_waits_behind_another() throws Exception {
    int parties = 16;
    try (ToolThreads crowd = new ToolThreads("acme", parties)) {
      for (int round = 0; round < 300; round++) {
        CyclicBarrier meeting = new CyclicBarrier(parties);
        CountDownLatch done = new CountDownLatch(parties);
        for (int i = 0; i < parties; i++) {
          executeWhenFree(crowd, () -> {
            meet(meeting);
            done.countDown();
          });
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).as("round %s", round).isTrue();
      }
    }
  }

  /** A place is free a moment after its task has said that it is done. */
  private static void executeWhenFree(ToolThreads threads, Runnable task) {
    while (true) {
      try {
        threads.execute(task);
        return;
      } catch (RejectedExecutionException e) {
        Thread.onSpinWait();
      }
    }
  }

  private static void meet(CyclicBarrier meeting) {
    try {
      meeting.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Timeout(300)
  void short_tasks_of_many_callers_are_all_done_by_no_more_threads_than_there_may_be() throws Exception {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    AtomicInteger done = new AtomicInteger();
    try (ToolThreads crowd = new ToolThreads("acme", 4)) {
      Thread[] callers = new Thread[4];
      for (int i = 0; i < callers.length; i++) {
        callers[i] = new Thread(() -> {
          for (int task = 0; task < 5_000; task++) {
            executeWhenFree(crowd, () -> {
              seen.add(Thread.currentThread());
              done.incrementAndGet();
            });
          }
        });
        callers[i].start();
      }
      for (Thread caller : callers) {
        caller.join();
      }
      while (done.get() < 20_000) {
        Thread.sleep(5);
      }
    }
    assertThat(seen).hasSizeBetween(1, 4);
  }

  @Test
  void a_task_that_fails_takes_no_thread_along() throws Exception {
    for (int i = 0; i < 10; i++) {
      executeWhenFree(threads, () -> {
        throw new AssertionError("the test's own");
      });
    }

    assertThat(thread().isAlive()).isTrue();
  }

  @Test
  void an_interrupt_between_tasks_is_forgotten() throws Exception {
    Thread thread = thread();
    thread.interrupt();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

    executeWhenFree(threads, () -> interrupted.complete(Thread.currentThread().isInterrupted()));

    assertThat(interrupted.get(60, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void closing_interrupts_what_runs_and_refuses_what_comes() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    threads.execute(() -> {
      running.countDown();
      try {
        release.await();
        interrupted.complete(false);
      } catch (InterruptedException e) {
        interrupted.complete(true);
      }
    });
    running.await();

    threads.close();

    assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(this::occupy).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  @Timeout(300)
  void what_is_accepted_runs_or_is_refused_when_the_threads_are_closed() throws Exception {
    for (int round = 0; round < 200; round++) {
      CompletableFuture<Void> ended = new CompletableFuture<>();
      ToolThreads closing = new ToolThreads("acme", 1);
      closing.execute(new ToolThreads.Task() {
        @Override
        public void run() {
          ended.complete(null);
        }

        @Override
        public void refuse() {
          ended.complete(null);
        }
      });
      closing.close();

      ended.get(60, TimeUnit.SECONDS);
    }
  }
}
