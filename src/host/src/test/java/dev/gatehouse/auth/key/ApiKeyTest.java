package dev.gatehouse.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.AuthFailure;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {

  private static final String ID = "0f3a9b2c1d4e";
  private static final String SECRET = "0123456789abcdef".repeat(4);
  // printf %s gth_0f3a9b2c1d4e_0123…cdef | sha256sum | cut -c1-8
  private static final String KEY = "gth_" + ID + "_" + SECRET + "_12316cb0";

  @Test
  void a_key_is_read_offline() {
    ApiKey key = ApiKey.parse(KEY, false);

    assertThat(key.id()).isEqualTo(ID);
    assertThat(key.secret()).isEqualTo(SECRET);
    assertThat(key.opaque()).isFalse();
  }

  @Test
  void a_key_is_the_same_where_opaque_keys_are_allowed() {
    assertThat(ApiKey.parse(KEY, true).opaque()).isFalse();
  }

  @Test
  void a_mistyped_key_is_told_from_a_malformed_one() {
    refused(KEY.replace("_0123", "_1123"), true, AuthFailure.BAD_CHECKSUM);
    refused(KEY.replace(ID, "0f3a9b2c1d4f"), true, AuthFailure.BAD_CHECKSUM);
    refused(KEY.substring(0, KEY.length() - 1), true, AuthFailure.MALFORMED);
  }

  @Test
  void a_bad_checksum_names_the_id_and_nothing_else() {
    assertThatThrownBy(() -> ApiKey.parse(KEY.replace("_0123", "_1123"), false))
        .isInstanceOfSatisfying(AuthFailedException.class, e -> {
          assertThat(e.admission().keyId()).isEqualTo(ID);
          assertThat(e.getMessage()).isEqualTo("bad checksum");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"gth_", "gth_key1", "gth_x_y_z", "gth_0F3A9B2C1D4E_aa_bb", "gth_with.two.dots"})
  void what_begins_like_a_key_is_never_opaque(String text) {
    refused(text, true, AuthFailure.MALFORMED);
  }

  @Test
  void capitals_spaces_and_line_breaks_are_malformed() {
    refused(KEY.toUpperCase(Locale.ROOT), false, AuthFailure.MALFORMED);
    refused(KEY + " ", true, AuthFailure.MALFORMED);
    refused(KEY + "\n", true, AuthFailure.MALFORMED);
    refused(" " + KEY, false, AuthFailure.MALFORMED);
  }

  @Test
  void another_string_is_a_key_only_where_the_operator_says_so() {
    refused("key1", false, AuthFailure.MALFORMED);

    ApiKey key = ApiKey.parse("key1", true);
    assertThat(key.opaque()).isTrue();
    assertThat(key.id()).isEqualTo("8174099687a26621f4e2cdd7");
    assertThat(key.secret()).isEqualTo("key1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", ".."})
  void three_parts_with_dots_between_are_a_jwt_first(String text) {
    refused(text, true, AuthFailure.MALFORMED);
    refused(text, false, AuthFailure.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "a.b.c.d", "two words", "~!@#$%^&*()"})
  void other_printable_strings_are_opaque_keys(String text) {
    assertThat(ApiKey.parse(text, true).opaque()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "a\u0000", "schl\u00fcssel"})
  void what_a_header_could_not_carry_unchanged_is_no_key(String text) {
    refused(text, true, AuthFailure.MALFORMED);
  }

  @Test
  void nothing_that_is_shown_holds_the_secret() {
    assertThat(ApiKey.parse(KEY, false)).hasToString(ID);
    assertThat(ApiKey.parse("key1", true)).hasToString("81740996");
    assertThatThrownBy(() -> ApiKey.parse(KEY + "0", false)).hasMessageNotContaining("0123");
    assertThatThrownBy(() -> ApiKey.parse("hunter2.", false)).hasMessageNotContaining("hunter2");
  }

  @Test
  void a_key_is_recognised_inside_other_text() {
    assertThat(ApiKey.isIn(KEY)).isTrue();
    assertThat(ApiKey.isIn("Bearer " + KEY.toUpperCase(Locale.ROOT) + "x")).isTrue();
    assertThat(ApiKey.isIn(KEY.substring(0, KEY.length() - 8))).isTrue();
    assertThat(ApiKey.isIn("gth_" + ID)).isFalse();
  }

  private static void refused(String text, boolean opaqueKeys, AuthFailure reason) {
    assertThatThrownBy(() -> ApiKey.parse(text, opaqueKeys))
        .isInstanceOfSatisfying(AuthFailedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
