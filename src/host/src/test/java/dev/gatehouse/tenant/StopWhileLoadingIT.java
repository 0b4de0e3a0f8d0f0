package dev.gatehouse.tenant;

import static dev.gatehouse.tenant.LiveTenants.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What has started is stopped, though the host stops before it is served. */
final class StopWhileLoadingIT {

  private static final String COUNT = "gatehouse.test.balance";
  private static final String COUNTER = "((java.util.concurrent.atomic.AtomicInteger) System.getProperties().get(\"" + COUNT + "\"))";

  @RegisterExtension
  private final LiveTenants live = new LiveTenants();

  @Test
  void a_plugin_that_waits_for_another_to_start_is_stopped() throws Exception {
    AtomicInteger events = new AtomicInteger();
    System.getProperties().put(COUNT, events);
    try {
      live.start();
      live.put("acme", "slow",
          "public void start(PluginContext c) throws Exception { " + COUNTER + ".addAndGet(100); Thread.sleep(600_000); }"
              + " @Tool public void slow() {}");
      await(() -> events.get() == 100);
      live.put("acme", "quick", "public void start(PluginContext c) { " + COUNTER + ".addAndGet(1); }"
          + " public void stop() { " + COUNTER + ".addAndGet(10); } @Tool public void quick() {}");
      await(() -> events.get() == 101);
      LiveTenants.someLooks();

      live.close();

      assertThat(events).hasValue(111);
    } finally {
      System.getProperties().remove(COUNT);
    }
  }
}
