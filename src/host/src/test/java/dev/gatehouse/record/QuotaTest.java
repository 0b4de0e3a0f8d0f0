package dev.gatehouse.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaTest {

  @Test
  void days_and_months_are_read() {
    assertThat(Quota.parseAll(" 10000/1d  5/mo ")).hasToString("[10000/1d, 5/1mo]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "lots", "10", "0/1d", "10/1h", "10/2d", "10/7d", "10/1w", "-1/1d", "1000000001/1d", "1/1D", "1/1d 2/d", "1/1mo 1/1mo"})
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> Quota.parseAll(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
