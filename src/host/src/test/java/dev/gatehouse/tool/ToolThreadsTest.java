package dev.gatehouse.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

final class ToolThreadsTest {

  private final ToolThreads threads = ToolThreads.create("acme", 2);
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
    threads.execute(() -> thread.complete(Thread.currentThread()));
    return thread.get(20, TimeUnit.SECONDS);
  }

  @Test
  void threads_are_the_tenants_and_keep_no_process_alive() throws Exception {
    Thread thread = thread();

    assertThat(thread.getName()).startsWith("tool-acme");
    assertThat(thread.isDaemon()).isTrue();
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_20)
  void a_pool_refuses_rather_than_queues() {
    occupy();
    occupy();

    assertThatThrownBy(this::occupy).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_20)
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

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void where_there_are_virtual_threads_their_number_is_no_limit() throws Exception {
    for (int i = 0; i < 100; i++) {
      occupy();
    }

    assertThat(thread().getClass().getName()).contains("Virtual");
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

    assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(this::occupy).isInstanceOf(RejectedExecutionException.class);
  }
}
