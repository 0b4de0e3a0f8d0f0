package dev.gatehouse.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InterruptibleTaskTest {

  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  @AfterEach
  void end() {
    thread.shutdownNow();
  }

  private static InterruptibleTask task(Runnable body) {
    return new InterruptibleTask() {
      @Override
      void body() {
        body.run();
      }

      @Override
      public void refuse() {
      }
    };
  }

  @Test
  void the_thread_that_runs_it_is_interrupted() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CompletableFuture<String> seen = new CompletableFuture<>();
    InterruptibleTask task = task(() -> {
      running.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        seen.complete("interrupted");
      }
    });

    thread.execute(task);
    running.await();
    task.interrupt();

    assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo("interrupted");
  }

  @Test
  void the_thread_goes_on_to_other_work_without_the_interrupt() throws Exception {
    CompletableFuture<InterruptibleTask> self = new CompletableFuture<>();
    InterruptibleTask task = task(() -> self.join().interrupt());
    self.complete(task);

    thread.submit(task).get();

    assertThat(thread.submit(Thread::interrupted).get()).isFalse();
    task.interrupt();
    assertThat(thread.submit(Thread::interrupted).get()).isFalse();
  }

  @Test
  void one_that_throws_lets_go_of_its_thread_too() {
    InterruptibleTask task = task(() -> {
      throw new IllegalStateException("x");
    });

    assertThatThrownBy(task::run).hasMessage("x");
    task.interrupt();

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
