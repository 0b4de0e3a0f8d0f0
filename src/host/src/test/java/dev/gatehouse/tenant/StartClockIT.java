package dev.gatehouse.tenant;

import static dev.gatehouse.tenant.LiveTenants.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The time of a plugin's start is its own: on a machine without processor time to spare it is late, and is not given up for that. */
final class StartClockIT {

  private static final String COMPUTES = """
      public void start(PluginContext c) {
        var threads = java.lang.management.ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + 1_500_000_000L;
        while (threads.getCurrentThreadCpuTime() < end) {
          Thread.onSpinWait();
        }
      }
      """;

  @RegisterExtension
  private final LiveTenants live = new LiveTenants();

  private final AtomicBoolean over = new AtomicBoolean();

  @AfterEach
  void end_the_load() {
    over.set(true);
  }

  private List<Thread> burn(int threads) {
    List<Thread> burning = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> {
        while (!over.get()) {
          Thread.onSpinWait();
        }
      });
      thread.setDaemon(true);
      thread.start();
      burning.add(thread);
    }
    return burning;
  }

  @Test
  void starts_that_compute_beside_others_that_do_are_waited_for() throws Exception {
    live.startBound(Duration.ofSeconds(3));
    for (int i = 0; i < 3; i++) {
      live.put("acme", "heavy" + i, COMPUTES + "@Tool public String tool" + i + "() { return \"hello\"; }");
    }
    burn(Runtime.getRuntime().availableProcessors());

    live.start();

    assertThat(live.faults()).isEmpty();
    assertThat(live.names("acme")).containsExactly("tool0", "tool1", "tool2");
  }

  @Test
  void what_loads_is_told_until_it_is_served() throws Exception {
    Tenants tenants = live.start();
    live.put("acme", "slow", "public void start(PluginContext c) throws Exception { while (!Boolean.getBoolean(\"gatehouse.test.slow\"))"
        + " { Thread.sleep(10); } } @Tool public String slow() { return \"hello\"; }");
    try {
      await(() -> tenants.loading().equals(List.of("acme/slow")));
    } finally {
      System.setProperty("gatehouse.test.slow", "true");
    }
    await(() -> live.call("acme", "slow").equals("hello"));
    await(() -> tenants.loading().isEmpty());
    System.clearProperty("gatehouse.test.slow");
  }

  @Test
  void the_clock_of_a_thread_that_computes_is_its_processor_time() throws Exception {
    Thread computes = burn(1).get(0);
    burn(4 * Runtime.getRuntime().availableProcessors());
    StartClock clock = new StartClock(computes);
    long began = System.nanoTime();
    await(() -> {
      clock.look();
      return System.nanoTime() - began > Duration.ofSeconds(2).toNanos();
    });
    assertThat(clock.time()).isPositive().isLessThan(Duration.ofNanos(System.nanoTime() - began).dividedBy(2));
    assertThat(clock.waits()).isFalse();
  }

  @Test
  void the_clock_of_a_thread_that_waits_goes_on() throws Exception {
    Thread waits = new Thread(() -> {
      while (!over.get()) {
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    });
    waits.start();
    StartClock clock = new StartClock(waits);
    await(() -> {
      clock.look();
      return clock.time().compareTo(Duration.ofMillis(200)) > 0;
    });
    assertThat(clock.waits()).isTrue();
  }
}
