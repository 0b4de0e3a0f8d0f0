package dev.gatehouse.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {

  @ParameterizedTest
  @CsvSource({
      "100/1m, 100, PT1M",
      "1/500ms, 1, PT0.5S",
      "5/s, 5, PT1S",
      "10/2h, 10, PT2H",
      "1000000000/366d, 1000000000, PT8784H",
  })
  void a_rate_is_calls_and_a_period(String text, long calls, Duration period) {
    assertThat(Rate.parseAll(text)).containsExactly(new Rate(calls, period));
  }

  @Test
  void several_stand_with_spaces_between() {
    assertThat(Rate.parseAll(" 10/1s  100/1m ")).containsExactly(new Rate(10, Duration.ofSeconds(1)),
        new Rate(100, Duration.ofMinutes(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "lots", "100", "100/", "/1m", "-1/1m", "1.5/1m", "100/1w", "100/1mo", "100/1M", "100 / 1m",
      "100/1m,5/1s",
      "0/1m", "1000000001/1m", "99999999999/1m", "1/0s", "1/367d", "1/999999999d", "10/1s lots"})
  void what_cannot_be_counted_is_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Rate.parseAll(text));
  }

  @Test
  void a_period_beyond_any_clock_is_refused_too() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, Duration.ofSeconds(Long.MAX_VALUE)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, Duration.ofSeconds(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, Duration.ofNanos(1)));
  }

  @ParameterizedTest
  @CsvSource({"60/60s, 60/1m", "1/24h, 1/1d", "1/90s, 1/90s", "7/1500ms, 7/1500ms", "7/m, 7/1m"})
  void the_canonical_form_has_the_largest_unit(String text, String canonical) {
    assertThat(Rate.parseAll(text).get(0)).hasToString(canonical);
    assertThat(Rate.parseAll(canonical)).isEqualTo(Rate.parseAll(text));
  }

  @Test
  void the_list_cannot_be_changed() {
    assertThat(Rate.parseAll("1/s")).isUnmodifiable().isInstanceOf(List.class);
  }
}
