package dev.gatehouse.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where two readers of one document could disagree, there is no document. */
final class JsonTest {

  private static JsonNode read(String text) throws IOException {
    return Json.read(Buffer.buffer(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "{", "{} {}", "{} x", "{\"a\":1,\"a\":1}", "{\"o\":{\"a\":1,\"b\":2,\"a\":3}}", "[{\"a\":1,\"a\":2}]",
      "{'a':1}", "{\"a\":NaN}", "{a:1}", "// no\n{}", "\"a\nb\""})
  void anything_but_one_unambiguous_document_is_refused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
  }

  @Test
  void one_document_of_any_kind_is_read() throws IOException {
    assertThat(read(" {\"a\": [1, null]} ").at("/a/0").intValue()).isEqualTo(1);
    assertThat(read("null").isNull()).isTrue();
    assertThat(read("[]").isArray()).isTrue();
  }

  @Test
  void depth_is_bounded() throws IOException {
    assertThat(read(nested(Json.MAX_DEPTH)).isArray()).isTrue();
    assertThatThrownBy(() -> read(nested(Json.MAX_DEPTH + 1))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(nested(100_000))).isInstanceOf(IOException.class);
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  @Test
  void numbers_keep_their_digits() throws IOException {
    String digits = "[12345678901234567890123,0.1000000000000000055511151231257827,1E+2]";

    assertThat(Json.write(read(digits)).toString()).isEqualTo(digits);
  }

  @Test
  void a_written_document_is_one_line_of_utf_8() throws IOException {
    String text = Json.write(Json.object().put("a", "x\ny \u00fc")).toString();

    assertThat(text).isEqualTo("{\"a\":\"x\\ny \u00fc\"}");
    assertThat(read(text).path("a").textValue()).isEqualTo("x\ny \u00fc");
  }

  @ParameterizedTest
  @CsvSource({"\\uD83D, ?", "\\uDE00, ?", "a\\uD83Db, a?b", "\\uDE00\\uD83D, ??", "\\uD83D\\uD83D\\uDE00, ?+", "\\uD83D\\uDE00, +",
      "\\uD83D\\uDE00\\uDE00, +?", "\u00fc, \u00fc"})
  void half_a_character_is_replaced_in_values_and_names(String escaped, String expected) throws IOException {
    String text = read('"' + escaped + '"').textValue();
    String whole = expected.replace('?', '\uFFFD').replace("+", "\uD83D\uDE00");

    String written = Json.write(Json.object().put(text, text).set("in", Json.array().add(text))).toString(StandardCharsets.UTF_8);

    assertThat(read(written)).isEqualTo(Json.object().put(whole, whole).set("in", Json.array().add(whole)));
    assertThat(written).doesNotContainIgnoringCase("\\uD83D\"").doesNotContainIgnoringCase("\"\\uDE00");
    assertThat(Utf16.wellFormed(text)).isEqualTo(whole);
  }

  @Test
  void whole_text_is_not_copied() {
    String text = "\uD83D\uDE00 x";

    assertThat(Utf16.wellFormed(text)).isSameAs(text);
    assertThat(Utf16.wellFormed(null)).isNull();
  }

  @Test
  void line_separators_are_escaped_and_mean_the_same() throws IOException {
    String text = "a\u2028b\u2029c\u2027\u202a";
    String written = Json.write(Json.object().put(text, text)).toString();

    assertThat(written).contains("a\\u2028b\\u2029c\u2027\u202a").doesNotContain("\u2028", "\u2029");
    assertThat(read(written)).isEqualTo(Json.object().put(text, text));
  }
}
