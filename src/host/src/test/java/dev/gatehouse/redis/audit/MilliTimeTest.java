package dev.gatehouse.redis.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MilliTimeTest {

  private final MilliTime time = new MilliTime();

  @Test
  void times_look_as_java_writes_them_to_the_millisecond() {
    assertThat(time.format(Instant.parse("2026-07-28T10:00:00.123456Z"))).isEqualTo("2026-07-28T10:00:00.123Z");
    assertThat(time.format(Instant.parse("2026-07-28T10:00:00.007Z"))).isEqualTo("2026-07-28T10:00:00.007Z");
    assertThat(time.format(Instant.parse("2026-07-28T10:00:00.070Z"))).isEqualTo("2026-07-28T10:00:00.070Z");
    assertThat(time.format(Instant.parse("2026-07-28T10:00:00.000999Z"))).isEqualTo("2026-07-28T10:00:00Z");
  }

  @Test
  void any_times_in_any_order() {
    Random random = new Random(13);
    Instant at = Instant.EPOCH;
    for (int i = 0; i < 20_000; i++) {
      at = at.plusNanos((random.nextInt(9) - 2) * (long) Math.pow(10, 3 + random.nextInt(12)));
      assertThat(time.format(at)).isEqualTo(at.truncatedTo(ChronoUnit.MILLIS).toString());
    }
  }
}
