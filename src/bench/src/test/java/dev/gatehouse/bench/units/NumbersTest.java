package dev.gatehouse.bench.units;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumbersTest {

  private static final Unit KEY = Unit.least("key.host", "key", "µs of the host", List.of(10.0, 30.0, 20.0));

  @TempDir
  Path folder;

  @Test
  void what_is_written_is_read_again_and_measured_anew_in_its_place() throws Exception {
    Path file = folder.resolve("units.tsv");
    Numbers written = new Numbers();
    written.add(List.of(KEY, Unit.once("key.http", "key", "bytes", 100)));
    written.write(file);

    Numbers read = Numbers.read(file);
    assertThat(read.all()).containsExactlyElementsOf(written.all());
    read.add(List.of(Unit.once("key.host", "key", "µs of the host", 15)));
    assertThat(read.of("key.host")).isEqualTo(15);
    assertThat(read.all()).hasSize(2);
  }

  @Test
  void what_was_not_measured_is_no_number() throws Exception {
    assertThat(Numbers.read(folder.resolve("none")).of("key.host")).isNaN();
    assertThat(Unit.number(Double.NaN)).isEqualTo("?");
  }

  @Test
  void tables_show_each_cost_once() {
    Numbers numbers = new Numbers();
    numbers.add(
        List.of(KEY, Unit.once("change.1.host", "a change", "µs of each host", 5), Unit.once("stream.heap", "a stream", "bytes", 7_400)));
    UnitTables tables = new UnitTables(numbers);

    assertThat(tables.calls(List.of("key", "token"))).endsWith("| `key` | key | 10.0 (– 30.0) | – | – | – | – |\n")
        .doesNotContain("token");
    assertThat(tables.hosts()).endsWith("| `change.1` | 1 | a change | 5.00 | – | – | – |\n");
    assertThat(tables.others(List.of("key"))).endsWith("|\n| `stream.heap` | a stream | 7,400 bytes | – |\n").doesNotContain("key",
        "change");
  }
}
