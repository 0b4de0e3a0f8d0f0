package dev.gatehouse.feature.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@SuppressWarnings("ThreadPriorityCheck")
final class BulkheadTest {
  private final TenantBulkhead tenant = new TenantBulkhead(3, 4);
  private final Bulkhead slow = new Bulkhead(tenant, 2, 3, Duration.ofSeconds(1));
  private final Bulkhead quick = new Bulkhead(tenant, 2, 3, Duration.ofSeconds(1));
  private final List<String> admitted = new ArrayList<>();

  private Bulkhead.Turn stand(Bulkhead bulkhead, String name) {
    return bulkhead.stand(() -> admitted.add(name));
  }

  @Test
  void it_admits_so_many_and_no_more_until_one_leaves() {
    assertThat(slow.enter()).isTrue();
    assertThat(slow.enter()).isTrue();
    assertThat(slow.enter()).isFalse();
    assertThat(slow.running()).isEqualTo(2);
    slow.leave();
    assertThat(slow.enter()).isTrue();
  }

  @Test
  void a_tenants_things_share_what_the_tenant_has() {
    assertThat(slow.enter()).isTrue();
    assertThat(slow.enter()).isTrue();
    assertThat(quick.enter()).isTrue();
    assertThat(quick.enter()).isFalse();
    assertThat(tenant.running()).isEqualTo(3);
    slow.leave();
    assertThat(quick.enter()).isTrue();
  }

  @Test
  void whoever_has_waited_longest_goes_in_first_and_has_the_place_then() {
    slow.enter();
    slow.enter();
    assertThat(stand(slow, "one")).isEqualTo(Bulkhead.Turn.LATER);
    assertThat(stand(slow, "two")).isEqualTo(Bulkhead.Turn.LATER);

    slow.leave();

    assertThat(admitted).containsExactly("one");
    assertThat(slow.running()).isEqualTo(2);
    assertThat(slow.enter()).as("no line is jumped").isFalse();
    assertThat(tenant.waiting()).isEqualTo(1);
  }

  @Test
  void what_waits_for_a_slow_thing_holds_up_no_other() {
    slow.enter();
    slow.enter();
    stand(slow, "one");

    assertThat(stand(quick, "quick")).isEqualTo(Bulkhead.Turn.NOW);
    assertThat(admitted).isEmpty();
    assertThat(quick.running()).isEqualTo(1);
  }

  @Test
  void what_the_tenant_has_left_goes_to_each_of_its_lines_in_turn() {
    slow.enter();
    slow.enter();
    quick.enter();
    stand(slow, "slow 1");
    stand(slow, "slow 2");
    stand(quick, "quick 1");
    stand(quick, "quick 2");

    slow.leave();
    slow.leave();
    slow.leave();
    quick.leave();

    assertThat(admitted).containsExactly("slow 1", "quick 1", "slow 2", "quick 2");
    assertThat(tenant.waiting()).isZero();
  }

  @Test
  void a_place_that_the_first_line_cannot_use_goes_to_the_next() {
    TenantBulkhead narrow = new TenantBulkhead(3, 4);
    Bulkhead one = new Bulkhead(narrow, 1, 3, Duration.ofSeconds(1));
    Bulkhead other = new Bulkhead(narrow, 2, 3, Duration.ofSeconds(1));
    one.enter();
    other.enter();
    other.enter();
    stand(one, "one");
    stand(other, "other");

    other.leave();

    assertThat(admitted).containsExactly("other");
  }

  @Test
  void a_line_is_bounded_and_so_are_all_of_them_together() {
    slow.enter();
    slow.enter();
    quick.enter();
    stand(slow, "1");
    stand(slow, "2");
    stand(slow, "3");

    assertThat(stand(slow, "4")).isEqualTo(Bulkhead.Turn.FULL);
    assertThat(stand(quick, "5")).isEqualTo(Bulkhead.Turn.LATER);
    assertThat(stand(quick, "6")).isEqualTo(Bulkhead.Turn.TENANT_FULL);
    assertThat(tenant.waiting()).isEqualTo(4);
  }

  @Test
  void whoever_leaves_the_line_makes_room_and_is_not_admitted() {
    slow.enter();
    slow.enter();
    Runnable waiter = () -> admitted.add("never");
    slow.stand(waiter);
    stand(slow, "next");

    assertThat(slow.withdraw(waiter)).isTrue();
    slow.leave();

    assertThat(admitted).containsExactly("next");
    assertThat(slow.withdraw(waiter)).as("not in line any more").isFalse();
  }

  @Test
  void a_crowd_of_comers_waiters_and_leavers_never_breaks_a_bound_and_leaves_nothing_behind() throws InterruptedException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService crowd = Executors.newFixedThreadPool(8);
    for (int i = 0; i < 8; i++) {
      Random random = new Random(i);
      crowd.execute(() -> {
        awaitQuietly(start);
        for (int turn = 0; turn < 2_000; turn++) {
          Bulkhead bulkhead = random.nextBoolean() ? slow : quick;
          Runnable work = () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.yield();
            inside.decrementAndGet();
            bulkhead.leave();
            done.incrementAndGet();
          };
          Bulkhead.Turn got = bulkhead.stand(work);
          if (got == Bulkhead.Turn.NOW) {
            work.run();
          } else if (got == Bulkhead.Turn.LATER && random.nextInt(4) == 0) {
            bulkhead.withdraw(work);
          }
        }
      });
    }
    start.countDown();
    crowd.shutdown();

    assertThat(crowd.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
    assertThat(most.get()).isBetween(1, 3);
    assertThat(done.get()).isPositive();
    assertThat(tenant.idle()).isTrue();
    assertThat(slow.running() + quick.running()).isZero();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
