package dev.gatehouse.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.bench.Vitals;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class SamplesTest {

  private static boolean isFlat(IntFunction<Vitals> vitals) {
    Samples samples = new Samples();
    for (int i = 0; i < 30; i++) {
      samples.add(i, vitals.apply(i));
    }
    return samples.print();
  }

  @Test
  void what_stays_is_flat() {
    assertThat(isFlat(i -> new Vitals((12 << 20) + i % 3 * 100_000, 25 + i % 3, 40 + i % 9))).isTrue();
  }

  @Test
  void what_grows_is_not() {
    assertThat(isFlat(i -> new Vitals((12L << 20) + i * (1L << 20), 25, 40))).isFalse();
    assertThat(isFlat(i -> new Vitals(12 << 20, 25 + i, 40))).isFalse();
    assertThat(isFlat(i -> new Vitals(12 << 20, 25, 40 + 2 * i))).isFalse();
  }

  @Test
  void too_few_say_nothing() {
    Samples samples = new Samples();
    samples.add(1, new Vitals(1, 1, 1));
    assertThat(samples.print()).isTrue();
  }
}
