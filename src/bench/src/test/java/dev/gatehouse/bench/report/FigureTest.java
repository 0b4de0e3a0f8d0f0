package dev.gatehouse.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {

  @Test
  void a_figure_has_its_median_its_unit_its_noise_and_its_aim() {
    Figure start = new Figure("first answer", "s", List.of(1.5, 0.9, 1.25), "≤ 1.0");

    assertThat(Figure.table(List.of(start)).lines().skip(2)).containsExactly("| first answer | 1.25 s | 0.90 – 1.50 | ≤ 1.0 |");
  }

  @Test
  void what_is_measured_once_has_no_noise_and_what_is_unknown_no_number() {
    Figure memory = Figure.once("resident memory", "MiB", 229.7, "");
    Figure unknown = Figure.once("wake-ups", "", Double.NaN, "");

    assertThat(Figure.table(List.of(memory, unknown)).lines().skip(2))
        .containsExactly("| resident memory | 230 MiB | – | – |", "| wake-ups | ? | – | – |");
  }
}
