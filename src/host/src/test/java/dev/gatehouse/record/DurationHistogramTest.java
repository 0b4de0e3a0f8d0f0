package dev.gatehouse.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DurationHistogramTest {

  private final DurationHistogram histogram = new DurationHistogram(0.001, 0.01);

  @Test
  void a_duration_is_in_the_first_bucket_whose_bound_it_does_not_exceed() {
    for (long micros : new long[] {0, 1000, 1001, 10_000, 10_001, 5_000_000}) {
      histogram.record(TimeUnit.MICROSECONDS.toNanos(micros));
    }

    assertThat(histogram.snapshot())
        .isEqualTo(new DurationHistogram.Snapshot(List.of(0.001, 0.01, Double.POSITIVE_INFINITY), List.of(2L, 2L, 2L), 5.022002));
  }

  @Test
  void an_empty_one_has_its_buckets() {
    assertThat(histogram.snapshot().counts()).containsExactly(0L, 0L, 0L);
    assertThat(histogram.snapshot().sum()).isZero();
  }

  @Test
  void nothing_that_several_threads_record_is_lost() throws InterruptedException {
    List<Thread> threads = IntStream.range(0, 4).mapToObj(i -> new Thread(() -> {
      for (int n = 0; n < 10_000; n++) {
        histogram.record(1_000_000);
      }
    })).toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(histogram.snapshot().counts()).containsExactly(40_000L, 0L, 0L);
    assertThat(histogram.snapshot().sum()).isEqualTo(40);
  }
}
