package dev.gatehouse.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitTextTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "2026-11-28T18:00:00Z | 200       | 1 s",
      "2026-11-28T18:00:00Z | 60000     | 60 s",
      "2026-11-28T18:00:00Z | 60001     | 61 s, at 18:01 UTC",
      "2026-11-28T18:00:30Z | 60001     | 61 s, at 18:02 UTC",
      "2026-11-28T18:00:00Z | 21600000  | 21600 s, on 29 November, 00:00 UTC",
      "2026-11-28T18:00:00.4Z | 21599605 | 21600 s, on 29 November, 00:00 UTC",
      "2026-11-28T17:59:59.6Z | 21600400 | 21601 s, on 29 November, 00:00 UTC",
      "2026-11-28T00:00:00Z | 259200000 | 259200 s, on 1 December, 00:00 UTC",
      "2026-12-28T00:00:00Z | 345600000 | 345600 s, on 1 January 2027, 00:00 UTC"})
  void a_wait_of_more_than_a_minute_is_a_time_as_well(Instant from, long millis, String words) {
    assertThat(WaitText.words(millis, from)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"de-DE", "th-TH-u-nu-thai", "ar-EG"})
  void it_is_the_same_in_every_locale(String tag) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(tag));
      assertThat(WaitText.words(259_200_000, Instant.parse("2026-11-28T00:00:00Z"))).isEqualTo("259200 s, on 1 December, 00:00 UTC");
    } finally {
      Locale.setDefault(before);
    }
  }
}
