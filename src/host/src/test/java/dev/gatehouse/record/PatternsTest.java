package dev.gatehouse.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {

  @ParameterizedTest
  @CsvSource({
      "add, add",
      "*, anything.at/all",
      "*, ''",
      "math.*, math.add.big",
      "math.*, math.",
      "*.read, file.read",
      "a*c, abc",
      "a*c, ac",
      "a*b*c, a.b.b.c",
      "*a*b, xaxbxb",
      "**, x",
      "file:///data/*, file:///data/a/b.txt",
  })
  void a_pattern_matches_the_whole_name(String pattern, String name) {
    assertThat(Patterns.matches(pattern, name)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
      "add, adder",
      "add, xadd",
      "add, ad",
      "Add, add",
      "add, ADD",
      "math.*, mathXadd",
      "a.c, abc",
      "a?c, abc",
      "[ab], a",
      "*.read, file.reader",
      "a*b*c, a.c.b",
      "a*a, a",
  })
  void a_pattern_matches_nothing_else(String pattern, String name) {
    assertThat(Patterns.matches(pattern, name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"* !drop", "!drop *", "drop !drop", "!dr* drop", "*  !d*p"})
  void a_deny_wins_wherever_it_stands(String text) {
    Patterns patterns = Patterns.tools(text);

    assertThat(patterns.allows("drop")).isFalse();
    assertThat(patterns.denying("drop")).startsWith("d");
  }

  @Test
  void what_nothing_matches_is_denied() {
    assertThat(Patterns.tools("add sub").allows("mul")).isFalse();
    assertThat(Patterns.tools("!mul").allows("add")).isFalse();
    assertThat(Patterns.none().allows("add")).isFalse();
  }

  @Test
  void the_deciding_pattern_is_told() {
    Patterns patterns = Patterns.tools("sub a* add !*.secret");

    assertThat(patterns.allowing("add")).isEqualTo("a*");
    assertThat(patterns.denying("a.secret")).isEqualTo("*.secret");
    assertThat(patterns.denying("add")).isNull();
    assertThat(patterns.allowing("mul")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "   "})
  void blank_grants_nothing(String text) {
    assertThat(Patterns.tools(text)).isEqualTo(Patterns.none());
    assertThat(Patterns.tools(text).isEmpty()).isTrue();
  }

  @Test
  void only_denies_grant_nothing() {
    assertThat(Patterns.tools("!add").isEmpty()).isTrue();
    assertThat(Patterns.tools("!add sub").isEmpty()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"!", "add !", "! add", "* !!add"})
  void a_deny_without_a_pattern_is_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Patterns.tools(text)).withMessageContaining("'!'");
  }

  @Test
  void the_worst_case_of_backtracking_stays_short() {
    String pattern = "*a".repeat(50) + "b";
    String name = "a".repeat(20_000);

    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> assertThat(Patterns.matches(pattern, name)).isFalse());
  }

  @Test
  void the_text_is_kept() {
    assertThat(Patterns.tools(" add  !sub ")).hasToString("add  !sub");
  }
}
