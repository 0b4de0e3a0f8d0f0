package dev.gatehouse.redis.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentinelEventsTest {

  /** A Sentinel may watch several masters. */
  @ParameterizedTest
  @CsvSource({"mymaster 10.0.0.1 6379 10.0.0.2 6379, 10.0.0.1:6379", "other 10.0.0.1 6379 10.0.0.2 6379,",
      "slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379, 10.0.0.1:6379", "slave mymaster 10.0.0.2 6379 @ other 10.0.0.1 6379,",
      "slave [::2]:6379 ::2 6379 @ mymaster ::1 6379, [::1]:6379", "slave @,", "@ mymaster,", "mymaster 10.0.0.1 x,"})
  void an_event_names_its_master(String text, String master) {
    assertThat(Objects.toString(SentinelEvents.master(text, "mymaster"), null)).isEqualTo(master);
  }
}
