package dev.gatehouse.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void pauses_double_up_to_a_second_and_are_partly_random() {
    Backoff backoff = new Backoff(50);
    for (long most : new long[] {50, 100, 200, 400, 800, 1000, 1000}) {
      assertThat(backoff.nextMillis()).isBetween(most / 2, most);
    }
    assertThat(LongStream.range(0, 100).map(i -> backoff.nextMillis()).distinct().count()).isGreaterThan(10);
    backoff.reset();
    assertThat(backoff.nextMillis()).isBetween(25L, 50L);
  }
}
