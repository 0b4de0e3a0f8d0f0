package dev.gatehouse.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogThrottleTest {

  private final AtomicLong nanos = new AtomicLong();
  private final LogThrottle throttle = new LogThrottle(nanos::get);

  private long admitted(String kind, int times) {
    return IntStream.range(0, times).filter(i -> throttle.admits(kind)).count();
  }

  private List<String> report() {
    List<String> lines = new ArrayList<>();
    throttle.report(lines::add);
    return lines;
  }

  @Test
  void of_a_kind_few_a_minute_are_written_and_then_how_many_more_there_were() {
    assertThat(admitted("refused: revoked, key a", 1_000)).isEqualTo(3);
    assertThat(admitted("refused: revoked, key b", 2)).isEqualTo(2);
    assertThat(report()).isEmpty();
    nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
    assertThat(report()).containsExactly("997 more like this: refused: revoked, key a");
    assertThat(report()).isEmpty();
    assertThat(admitted("refused: revoked, key a", 1_000)).isEqualTo(3);
    List<String> last = new ArrayList<>();
    throttle.reportAll(last::add);
    assertThat(last).containsExactly("997 more like this: refused: revoked, key a");
  }

  @Test
  void any_number_of_kinds_is_a_bounded_number_of_lines() {
    long written = IntStream.range(0, 100_000).filter(i -> throttle.admits("from " + i)).count();
    assertThat(written).isEqualTo(1_003);
    nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
    assertThat(report()).containsExactly("98997 more like this: others");
  }
}
