package dev.gatehouse.feature.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a tenant holds is bounded, counted once, and given back. */
class MemoryBudgetTest {

  private static final long MIB = 1 << 20;
  private final HostMemory host = new HostMemory(400 * MIB);
  private final MemoryBudget acme = host.tenant("acme");

  @Test
  void a_tenant_holds_a_quarter_of_the_heap_at_most() {
    assertThat(acme.tryTake(100 * MIB)).isTrue();
    assertThat(acme.tryTake(1)).isFalse();
    assertThat(acme.held()).isEqualTo(100 * MIB);
    assertThat(acme.refused()).isOne();

    acme.give(1);
    assertThat(acme.tryTake(1)).isTrue();
  }

  @Test
  void all_tenants_hold_half_of_the_heap_and_beyond_that_each_its_fair_share() {
    for (String greedy : new String[] {"one", "two"}) {
      assertThat(host.tenant(greedy).tryTake(100 * MIB)).isTrue();
    }
    assertThat(host.held()).isEqualTo(host.most());

    assertThat(acme.tryTake(66 * MIB)).as("a third of the half, as one of three").isTrue();
    assertThat(acme.tryTake(20 * MIB)).isFalse();
    assertThat(host.tenant("one").tryTake(1)).isFalse();
  }

  @Test
  void a_tenant_has_one_budget() {
    assertThat(host.tenant("acme")).isSameAs(acme);
  }

  @Test
  void a_lease_gives_back_what_it_has_come_to() {
    MemoryLease lease = acme.tryLease(10);
    assertThat(lease.tryGrow(5)).isTrue();
    assertThat(lease.tryResize(100)).isTrue();
    assertThat(lease.tryResize(40)).isTrue();
    assertThat(lease.tryResize(101 * MIB)).isFalse();
    assertThat(acme.held()).isEqualTo(40);

    lease.close();
    lease.close();
    assertThat(acme.held()).isZero();
    assertThat(lease.tryGrow(1)).as("after its end").isFalse();
  }

  @Test
  void what_still_runs_keeps_a_closed_lease() {
    MemoryLease lease = acme.tryLease(10);
    lease.retain();
    lease.close();
    assertThat(lease.tryGrow(5)).isTrue();
    assertThat(acme.held()).isEqualTo(15);

    lease.release();
    assertThat(acme.held()).isZero();
    assertThat(host.held()).isZero();
  }

  @Test
  void one_that_begins_to_run_after_its_lease_has_ended_holds_nothing() {
    MemoryLease lease = acme.tryLease(10);
    lease.close();
    lease.retain();
    lease.release();

    assertThat(acme.held()).isZero();
  }

  @Test
  void an_answer_is_counted_against_what_was_set_aside() {
    MemoryLease lease = acme.tryLease(10);
    assertThat(lease.tryReserve(100)).isTrue();
    assertThat(lease.tryAnswer(30)).isTrue();
    assertThat(acme.held()).isEqualTo(110);
    assertThat(lease.unreserve()).isEqualTo(30);
    assertThat(acme.held()).isEqualTo(40);

    assertThat(lease.tryReserve(5)).isTrue();
    assertThat(lease.tryAnswer(25)).isTrue();
    assertThat(acme.held()).isEqualTo(65);
    assertThat(lease.tryAnswer(100 * MIB)).isFalse();
    assertThat(lease.unreserve()).as("one that did not fit is learned from").isEqualTo(100 * MIB);
    assertThat(acme.held()).isEqualTo(65);
  }

  @Test
  void the_next_answer_is_expected_to_be_like_the_largest_of_the_latest() {
    Bulkhead bulkhead = new Bulkhead(new TenantBulkhead(1, 0), 1, 0, Duration.ofSeconds(1));
    bulkhead.answered(8 * MIB);
    assertThat(bulkhead.expectedAnswer()).isEqualTo(8 * MIB);
    bulkhead.answered(0);
    assertThat(bulkhead.expectedAnswer()).as("none came").isEqualTo(8 * MIB);

    for (int i = 0; i < 1_000; i++) {
      bulkhead.answered(1_000);
    }
    assertThat(bulkhead.expectedAnswer()).isEqualTo(1_000);
  }
}
