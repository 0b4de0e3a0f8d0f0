package dev.gatehouse.mcp.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.legacy.SessionStore.Signal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What clients can make one host tell the others. */
class SessionSignalsTest {

  private final StubStore store = new StubStore();
  private final AtomicLong now = new AtomicLong();
  private final SessionSignals signals = new SessionSignals(store, now::get);

  private boolean tell(String tenant, int length) {
    return signals.tell(tenant, 2, new Signal(Signal.Kind.ANSWER, "1", "x".repeat(length)));
  }

  private int told(int length) {
    int told = 0;
    while (tell("greedy", length)) {
      told++;
    }
    return told;
  }

  @Test
  void a_tenants_clients_send_so_many_bytes_and_those_of_others_are_not_kept_from_it() {
    assertThat(told(1 << 20)).isEqualTo(3);
    assertThat(tell("other", 1 << 20)).isTrue();
    assertThat(store.told).hasSize(4);
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(told(1 << 20)).isEqualTo(2);
  }

  @Test
  void short_ones_count_too() {
    assertThat(told(10)).isBetween(1_000, 5_000);
    now.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(told(10)).as("what is saved is bounded").isBetween(1_000, 5_000);
  }
}
