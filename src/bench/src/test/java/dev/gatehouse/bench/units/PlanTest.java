package dev.gatehouse.bench.units;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.bench.growth.Sizes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final Sizes GOAL = new Sizes(List.of(), List.of(), Map.of("calls", 100_000, "keys", 1_000_000, "tenants", 10_000,
      "streams", 100_000, "busy", 50, "processors", 8, "gib", 16));

  private static Plan plan(Unit... units) {
    Numbers numbers = new Numbers();
    numbers.add(List.of(units));
    return new Plan(numbers, GOAL);
  }

  private static Unit unit(String id, double value) {
    return Unit.once(id, id, "", value);
  }

  /** 100,000 × 50 µs are 5 processors, 10 at half; 100,000 × 12 µs are 1.2 shards, 2.4 at half. */
  @Test
  void calls_need_hosts_and_shards_by_their_processor_time() {
    Plan plan = plan(unit("rate.host", 50), unit("rate.redis", 12), unit("rate.http", 1_000), unit("rate.network", 250));

    assertThat(plan.byCalls(List.of("rate", "token"))).endsWith("| `rate` | 10 | 2 | 3 | 83,333 | 0.80 | 0.20 |\n").doesNotContain("token");
  }

  /** All of it would be 24,140 GiB, and 256 MiB for each tenant are 2,500. */
  @Test
  void the_smaller_bound_of_the_audit_log_counts() {
    assertThat(plan(unit("audit.bytes", 100)).redisMemory()).contains("24,140 GiB |", "2,500 GiB |")
        .contains("| shards for the smaller of both, half full | ÷ (16 GiB ÷ 2) | 313 |");
  }

  @Test
  void streams_need_hosts_by_what_ends_first() {
    Plan files = plan(unit("stream.heap", 8_192), unit("sessionstream.heap", 8_192));
    Plan heap = plan(unit("stream.heap", 8_192), unit("sessionstream.heap", 819_200));

    assertThat(files.hosts()).contains("| hosts for 100,000 streams | streams ÷ the least of these | 3 |");
    assertThat(heap.hosts()).contains("| hosts for 100,000 streams | streams ÷ the least of these | 10 |");
  }

  /** 100 µs, 2 µs for each of 3 hosts more, and 100,000 × 0.5 µs. */
  @Test
  void a_revocation_costs_by_hosts_and_by_keys_in_use() {
    Numbers numbers = new Numbers();
    numbers.add(List.of(unit("rate.host", 128), unit("revocation.1.redis", 94), unit("revocation.3.redis", 98), unit("inuse.redis", 0.5),
        unit("change.1.redis", 100), unit("stream.heap", 8_192), unit("sessionstream.heap", 8_192)));
    Plan plan = new Plan(numbers, GOAL);

    assertThat(plan.hostCount()).isEqualTo(4);
    assertThat(plan.revocationMicros()).isEqualTo(50_100);
    assertThat(new Bottlenecks(plan, numbers, GOAL).table()).contains("100,000 keys in use: 50.1 ms", "so 2 revocations a second");
  }

  @Test
  void a_line_without_its_numbers_is_left_out() {
    assertThat(plan().shared()).contains("| names in Redis").doesNotContain("?", "| hosts H |");
    assertThat(new Bottlenecks(plan(), new Numbers(), GOAL).table()).contains("| issuers of tokens").doesNotContain("?", "`/metrics`");
  }
}
