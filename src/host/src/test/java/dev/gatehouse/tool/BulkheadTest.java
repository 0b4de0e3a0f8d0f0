package dev.gatehouse.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class BulkheadTest {

  @Test
  void it_admits_so_many_and_no_more_until_one_leaves() {
    Bulkhead bulkhead = new Bulkhead(2);

    assertThat(bulkhead.enter()).isTrue();
    assertThat(bulkhead.enter()).isTrue();
    assertThat(bulkhead.enter()).isFalse();
    assertThat(bulkhead.running()).isEqualTo(2);
    bulkhead.leave();
    assertThat(bulkhead.enter()).isTrue();
  }

  @Test
  void a_crowd_at_once_gets_exactly_the_places_there_are() throws InterruptedException {
    Bulkhead bulkhead = new Bulkhead(5);
    AtomicInteger admitted = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService crowd = Executors.newFixedThreadPool(16);
    for (int i = 0; i < 16; i++) {
      crowd.execute(() -> {
        awaitQuietly(start);
        for (int turn = 0; turn < 100; turn++) {
          if (bulkhead.enter()) {
            admitted.incrementAndGet();
          }
        }
      });
    }
    start.countDown();
    crowd.shutdown();

    assertThat(crowd.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    // A refusal may be one too many while another is being counted, but never the other way round.
    assertThat(admitted.get()).isBetween(1, 5);
    assertThat(bulkhead.running()).isEqualTo(admitted.get());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
