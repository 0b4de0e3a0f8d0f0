package dev.gatehouse.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentinelEventsTest {

  /** A Sentinel may watch several masters. */
  @ParameterizedTest
  @CsvSource({"mymaster 10.0.0.1 6379 10.0.0.2 6379, true", "other 10.0.0.1 6379 10.0.0.2 6379, false",
      "slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379, true", "slave mymaster 10.0.0.2 6379 @ other 10.0.0.1 6379, false",
      "slave @, false", "@ mymaster, true"})
  void an_event_names_its_master(String text, boolean ours) {
    assertThat(SentinelEvents.isOf(text, "mymaster")).isEqualTo(ours);
  }
}
