package dev.gatehouse.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether two patterns have a text in common. */
final class UnmatchedDeniesTest {

  @ParameterizedTest
  @CsvSource({"a, a, true", "a, b, false", "*, '', true", "a*, *b, true", "a*c, a*d, false", "a*c, abc, true", "ab*, a*, true",
      "a*b*, *c*, true",
      "doc:///secret/*, doc:///*, true", "doc:///secret/*, doc:///one/*, false", "db://rows/7/*, db://rows/*/data, true",
      "'', a, false", "*a, b*, true", "*a*, *, true"})
  void patterns_overlap_either_way_round(String one, String other, boolean overlap) {
    assertThat(UnmatchedDenies.overlap(one, other)).isEqualTo(overlap);
    assertThat(UnmatchedDenies.overlap(other, one)).isEqualTo(overlap);
  }
}
