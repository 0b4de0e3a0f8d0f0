package dev.gatehouse.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With real threads that really compute, or really wait. */
@Timeout(120)
final class ThrottleTest {

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final int MANY = 16 * Math.max(2, PROCESSORS);
  private static final Duration LONG = Duration.ofMillis(100);
  private static final Duration SHORT = Duration.ofMillis(1);

  private final Vertx vertx = Vertx.vertx();
  private final TenantBulkhead tenant = new TenantBulkhead(MANY, 0);
  private final Bulkhead bulkhead = new Bulkhead(tenant, MANY, 0, Duration.ofMinutes(1));
  private final ToolThreads threads = new ToolThreads("acme", 2 * MANY);
  private final CountDownLatch release = new CountDownLatch(1);
  private volatile boolean over;

  ThrottleTest() {
    new Throttle(vertx, "acme", tenant).watch(threads);
  }

  @AfterEach
  void end() {
    over = true;
    release.countDown();
    threads.close();
    vertx.close().await();
  }

  private void call(Runnable body) {
    Runnable admitted = () -> threads.execute(() -> {
      body.run();
      bulkhead.leave();
    });
    if (bulkhead.stand(admitted) == Bulkhead.Turn.NOW) {
      admitted.run();
    }
  }

  private void compute(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until && !over) {
      Thread.onSpinWait();
    }
    if (!over) {
      vertx.runOnContext(again -> callUnlessOver(time));
    }
  }

  private void callUnlessOver(Duration time) {
    if (!over) {
      call(() -> compute(time));
    }
  }

  private void sleep() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(BooleanSupplier reached) throws InterruptedException {
    while (!reached.getAsBoolean()) {
      Thread.sleep(5);
    }
  }

  @Test
  void a_few_run_at_once_and_calls_that_wait_are_joined_by_all_others() throws InterruptedException {
    for (int i = 0; i < MANY; i++) {
      call(this::sleep);
    }

    assertThat(tenant.running()).isBetween(Math.min(8, 4 * PROCESSORS), MANY);
    await(() -> tenant.running() == MANY);
    assertThat(tenant.waiting()).isZero();
  }

  @Test
  void of_those_that_compute_only_so_many_go_on_that_a_processor_is_left() throws InterruptedException {
    for (int i = 0; i < MANY; i++) {
      call(() -> compute(LONG));
    }
    int least = Math.max(1, PROCESSORS - 1);

    await(() -> tenant.running() <= least && tenant.waiting() >= MANY / 2);

    over = true;
    await(tenant::idle);
    over = false;
    for (int i = 0; i < MANY; i++) {
      call(this::sleep);
    }
    await(() -> tenant.running() == MANY);
  }

  @Test
  void those_that_are_short_make_nobody_late_and_are_not_held_up() throws InterruptedException {
    for (int i = 0; i < MANY; i++) {
      call(() -> compute(SHORT));
    }

    await(() -> tenant.open() == MANY);
  }

  @Test
  void no_call_is_refused_that_could_run_but_for_the_throttle() {
    for (int i = 0; i < MANY; i++) {
      call(this::sleep);
    }

    assertThat(bulkhead.stand(() -> { })).isEqualTo(Bulkhead.Turn.FULL);
  }
}
