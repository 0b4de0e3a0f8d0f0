package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The forms in which reports are written, and the form in which mint reads. */
class RowsTest {

  private static String written(BiFunction<PrintWriter, List<String>, Rows> form, Object[]... rows) {
    StringWriter text = new StringWriter();
    Rows begun = form.apply(new PrintWriter(text), List.of("key", "lastUse"));
    for (Object[] row : rows) {
      begun.row(row);
    }
    begun.end();
    return text.toString();
  }

  private static Object[] row(Object... cells) {
    return cells;
  }

  @Test
  void a_table_has_a_header_and_aligned_columns() {
    assertThat(written(Rows::table, row("a", null), row("longer", 12))).isEqualTo("key     last use\na       -\nlonger  12\n");
  }

  @Test
  void a_table_shows_no_control_characters() {
    assertThat(written(Rows::table, row("a\u001b[2J\nb", "c"))).doesNotContain("\u001b").hasLineCount(2);
  }

  @Test
  void a_long_table_is_written_as_it_comes() {
    StringWriter text = new StringWriter();
    Rows rows = Rows.table(new PrintWriter(text), List.of("n"));
    for (int i = 0; i < 2_000; i++) {
      rows.row(i);
    }
    assertThat(text.toString()).hasLineCount(2_001);
  }

  @Test
  void json_is_one_array_with_numbers_and_nulls() {
    assertThat(written(Rows::json, row("a", null), row("b\"ü", 12L)))
        .isEqualTo("[\n{\"key\":\"a\",\"lastUse\":null},\n{\"key\":\"b\\\"\\u00FC\",\"lastUse\":12}\n]\n");
    assertThat(written(Rows::json)).isEqualTo("[]\n");
    assertThat(written(Rows::jsonLines, row("a", 1))).isEqualTo("{\"key\":\"a\",\"lastUse\":1}\n");
  }

  @Test
  void csv_quotes_and_disarms_formulas() {
    assertThat(written(Rows::csv, row("a,b", "say \"hi\""), row("=1+1", null), row("@x", "-2\n3"), row("+1", "\t=2")))
        .isEqualTo("key,lastUse\r\n\"a,b\",\"say \"\"hi\"\"\"\r\n'=1+1,\r\n'@x,\"'-2\n3\"\r\n'+1,'\t=2\r\n");
  }

  @Test
  void csv_is_read_as_it_is_written() {
    assertThat(CsvFile.parse("\uFEFFa,b\r\n\"1,2\",\"say \"\"hi\"\"\"\n\n\"two\nlines\",x\ry,")).containsExactly(
        new CsvFile.Row(1, List.of("a", "b")), new CsvFile.Row(2, List.of("1,2", "say \"hi\"")),
        new CsvFile.Row(4, List.of("two\nlines", "x")),
        new CsvFile.Row(6, List.of("y", "")));
    assertThatIllegalArgumentException().isThrownBy(() -> CsvFile.parse("a\n\"b")).withMessage("line 2: a quote is not closed");
    assertThatIllegalArgumentException().isThrownBy(() -> CsvFile.parse("a\n\"b\"c")).withMessageStartingWith("line 2: ");
  }
}
