package dev.gatehouse.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.feature.bulkhead.ToolThreads;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who cancels is an event loop, of all tenants. */
@Timeout(30)
final class PluginCancellationTest {

  private final ToolThreads threads = new ToolThreads("acme", 2);
  private final CallCancellation call = new CallCancellation();
  private final PluginCancellation cancellation = new PluginCancellation(call);

  @AfterEach
  void close() {
    threads.close();
  }

  @Test
  void a_plugins_action_that_blocks_does_not_hold_up_who_cancels() throws Exception {
    call.runPluginOn(threads);
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<String> ended = new CompletableFuture<>();
    cancellation.onCancel(() -> {
      try {
        release.await();
        ended.complete("released");
      } catch (InterruptedException e) {
        ended.complete("interrupted");
      }
    });

    call.cancel();

    assertThat(cancellation.isCancelled()).isTrue();
    assertThat(ended).isNotDone();
    release.countDown();
    assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("released");
  }

  @Test
  void its_actions_run_once_in_their_order_on_one_thread() throws Exception {
    call.runPluginOn(threads);
    BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    for (String action : List.of("a", "b", "c")) {
      cancellation.onCancel(() -> ran.add(action + Thread.currentThread().getName()));
    }

    call.cancel();
    call.cancel();

    for (String action : List.of("a", "b", "c")) {
      assertThat(ran.poll(10, TimeUnit.SECONDS)).isEqualTo(action + "tool-acme");
    }
    assertThat(ran).isEmpty();
  }

  @Test
  void what_comes_too_late_runs_at_once() {
    call.cancel();
    CompletableFuture<Thread> ran = new CompletableFuture<>();

    cancellation.onCancel(() -> ran.complete(Thread.currentThread()));

    assertThat(ran).isCompletedWithValue(Thread.currentThread());
  }

  @Test
  void without_a_thread_for_it_nothing_else_fails() {
    call.runPluginOn(threads);
    cancellation.onCancel(() -> {});
    threads.close();
    CompletableFuture<String> next = new CompletableFuture<>();
    call.onCancel(() -> next.complete("ran"));

    call.cancel();

    assertThat(next).isCompletedWithValue("ran");
  }
}
