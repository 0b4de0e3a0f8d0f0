package dev.gatehouse.mcp.modern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HeaderValueTest {

  @ParameterizedTest
  @CsvSource({"=?base64?SGVsbG8=?=, Hello", "=?base64?w7xiZXI=?=, \u00fcber", "=?base64?4oKs?=, \u20ac", "=?base64??=, ''",
      "add, add", "a b, a b", "=?base64?SGVsbG8=, =?base64?SGVsbG8=", "SGVsbG8=?=, SGVsbG8=?=", "=?BASE64?SGVsbG8=?=, =?BASE64?SGVsbG8=?=",
      "=?base64?=, =?base64?=", "=?utf-8?SGVsbG8=?=, =?utf-8?SGVsbG8=?="})
  void base64_between_the_exact_marks_is_decoded_and_the_rest_is_literal(String value, String text) {
    assertThat(HeaderValue.decode(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=?base64?SGVsbG8?=", "=?base64?SGVsbG8==?=", "=?base64?SGV!bG8=?=", "=?base64?SGVs bG8=?=", "=?base64?=?=",
      "=?base64?SGVsbG9-?=", "=?base64?/w==?=", "=?base64?w7w?="})
  void base64_with_wrong_padding_alphabet_or_utf_8_is_refused(String value) {
    assertThat(HeaderValue.decode(value)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00fcber", "a\u0000b", "a\u007fb", "a\nb", "\u20ac"})
  void a_literal_holds_only_what_a_header_may(String value) {
    assertThat(HeaderValue.decode(value)).isNull();
  }
}
