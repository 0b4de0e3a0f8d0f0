package dev.gatehouse.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CostTableTest {

  private static final Row BARE = new Row("bare", "bare Vert.x", false, List.of(10.0, 30.0, 20.0), List.of());
  private static final Row KEY = new Row("key", "key", true, List.of(70.0, 110.0, 80.0, 50.0), List.of(3.0, 4.0));

  @Test
  void a_row_has_its_median_its_noise_and_its_ratios() {
    assertThat(CostTable.of(List.of(BARE, KEY)).lines().skip(2)).containsExactly(
        "| `bare` | bare Vert.x | 20.0 | 10.0 – 30.0 | 1.00 | – | – | – |",
        "| `key` | **this host, key** | 75.0 | 50.0 – 110 | 3.75 | – | – | 3.5 |");
  }

  @Test
  void a_row_is_compared_with_the_rows_that_were_measured() {
    Row quarkus = new Row("quarkus", "Quarkus", false, List.of(40.0), List.of());

    assertThat(CostTable.of(List.of(quarkus, KEY))).contains("| `key` | **this host, key** | 75.0 | 50.0 – 110 | – | – | 1.88 | 3.5 |");
  }

  @Test
  void without_a_round_there_is_no_number() {
    Row none = new Row("bare", "bare", false, List.of(), List.of());

    assertThat(CostTable.of(List.of(none))).contains("| `bare` | bare | – | – – – |");
  }
}
