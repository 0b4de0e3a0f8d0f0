package dev.gatehouse.feature.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With real threads that really compute, or really wait. */
@Timeout(300)
final class ThrottleTest {

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final int MANY = 16 * Math.max(2, PROCESSORS);
  /** More than run at once without a check. No more, so that each still gets a share that counts as computing beside other programs. */
  private static final int SEVERAL = 8 * Math.max(2, PROCESSORS);
  private static final Duration LONG = Duration.ofMillis(100);
  private static final Duration SHORT = Duration.ofMillis(1);

  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

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
    call(bulkhead, threads, body);
  }

  private static void call(Bulkhead bulkhead, ToolThreads threads, Runnable body) {
    Runnable admitted = () -> threads.execute(() -> {
      body.run();
      bulkhead.leave();
    });
    if (bulkhead.stand(admitted) == Bulkhead.Turn.NOW) {
      admitted.run();
    }
  }

  /** Again and again, until the test is over. */
  private void compute(Bulkhead bulkhead, ToolThreads threads, Duration time) {
    call(bulkhead, threads, () -> {
      long until = CPU.getCurrentThreadCpuTime() + time.toNanos();
      while (CPU.getCurrentThreadCpuTime() < until && !over) {
        Thread.onSpinWait();
      }
      if (!over) {
        vertx.runOnContext(again -> computeUnlessOver(bulkhead, threads, time));
      }
    });
  }

  private void computeUnlessOver(Bulkhead bulkhead, ToolThreads threads, Duration time) {
    if (!over) {
      compute(bulkhead, threads, time);
    }
  }

  private void crowd(Bulkhead bulkhead, ToolThreads threads, Duration time, int calls) {
    for (int i = 0; i < calls; i++) {
      compute(bulkhead, threads, time);
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
    crowd(bulkhead, threads, LONG, MANY);
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
    crowd(bulkhead, threads, SHORT, MANY);

    await(() -> tenant.open() == MANY);
  }

  /** They look at the same machine, one shortly after the other. */
  @Test
  void several_tenants_that_compute_are_held_up_each() throws InterruptedException {
    List<TenantBulkhead> tenants = new ArrayList<>(List.of(tenant));
    List<ToolThreads> theirs = new ArrayList<>();
    crowd(bulkhead, threads, LONG, SEVERAL);
    for (int i = 1; i < 4; i++) {
      TenantBulkhead other = new TenantBulkhead(MANY, 0);
      ToolThreads its = new ToolThreads("other", 2 * MANY);
      new Throttle(vertx, "other", other).watch(its);
      Thread.sleep(3);
      crowd(new Bulkhead(other, MANY, 0, Duration.ofMinutes(1)), its, LONG, SEVERAL);
      tenants.add(other);
      theirs.add(its);
    }

    await(() -> tenants.stream().allMatch(one -> one.open() <= Math.max(1, PROCESSORS - 1)));

    over = true;
    await(() -> tenants.stream().allMatch(TenantBulkhead::idle));
    theirs.forEach(ToolThreads::close);
  }

  @Test
  void no_call_is_refused_that_could_run_but_for_the_throttle() {
    for (int i = 0; i < MANY; i++) {
      call(this::sleep);
    }

    assertThat(bulkhead.stand(() -> {})).isEqualTo(Bulkhead.Turn.FULL);
  }
}
