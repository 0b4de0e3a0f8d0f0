package dev.gatehouse.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A pattern holds the characters of the names that it is for, and says which other one it holds. */
final class PatternCharactersTest {

  private static final String NAME = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.";
  private static final String URI = NAME + "~:/?#[]@!$&'()*+,;=";

  static Stream<Arguments> readers() {
    Function<String, Object> tools = Patterns::tools;
    Function<String, Object> prompts = Patterns::prompts;
    Function<String, Object> resources = text -> Patterns.resources(text.replace("!", "!doc:///"));
    Function<String, Object> tool = text -> Patterns.tool(text.substring("* !".length()));
    return Stream.of(Arguments.of(tools, NAME + "*"), Arguments.of(prompts, NAME + "*"), Arguments.of(resources, URI),
        Arguments.of(tool, NAME + "*"));
  }

  @ParameterizedTest
  @MethodSource("readers")
  void every_other_character_of_unicode_is_refused_and_shown(Function<String, Object> reader, String allowed) {
    // All of Latin-1, and samples of the rest: look-alikes, spaces, invisible ones, a surrogate pair.
    IntStream codePoints = IntStream.concat(IntStream.range(0, 0x100), IntStream.of(0x0410, 0x1680, 0x180e, 0x2003, 0x200b, 0x200d, 0x2010,
        0x2028, 0x202e, 0x2060, 0x2215, 0x3000, 0xfe0f, 0xfeff, 0xff01, 0xff0a, 0xff0e, 0xff21, 0xff41, 0xfffd, 0x1d41a, 0xe0061));
    codePoints.filter(c -> c != ' ' && c != '%').forEach(c -> {
      String text = "* !a" + Character.toString(c);
      if (allowed.indexOf(c) >= 0) {
        assertThat(reader.apply(text)).isNotNull();
      } else {
        assertThatIllegalArgumentException().isThrownBy(() -> reader.apply(text))
            .withMessageContaining(String.format("U+%04X", c)).withMessageContaining("can match nothing");
      }
    });
  }

  @ParameterizedTest
  @CsvSource({"5e, '^' (U+005E)", "2c, ',' (U+002C)", "3f, '?' (U+003F)", "ff21, 'Ａ' (U+FF21 FULLWIDTH LATIN CAPITAL LETTER A)",
      "200b, U+200B ZERO WIDTH SPACE", "a0, U+00A0 NO-BREAK SPACE", "9, U+0009 CHARACTER TABULATION", "a, U+000A LINE FEED (LF)",
      "301, U+0301 COMBINING ACUTE ACCENT"})
  void a_character_is_shown_so_that_it_can_be_found(String hex, String shown) {
    String text = "* !add" + Character.toString(Integer.parseInt(hex, 16));

    assertThatIllegalArgumentException().isThrownBy(() -> Patterns.tools(text)).withMessageStartingWith(shown + " can match nothing");
  }

  @Test
  void no_message_shows_more_of_the_text_than_the_one_character() {
    assertThatIllegalArgumentException().isThrownBy(() -> Patterns.tools("hunter2^")).withMessageNotContaining("hunter2");
    assertThatIllegalArgumentException().isThrownBy(() -> Patterns.resources("hunter2")).withMessageNotContaining("hunter2");
  }

  @Test
  void what_no_name_is_long_enough_for_is_refused() {
    assertThat(Patterns.tools("!" + "a".repeat(128) + "*").isEmpty()).isTrue();
    for (Function<String, Patterns> reader : List.<Function<String, Patterns>>of(Patterns::tools, Patterns::prompts)) {
      assertThatIllegalArgumentException().isThrownBy(() -> reader.apply("!" + "a".repeat(129))).withMessageContaining("can match nothing");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Patterns.resources("!doc:" + "a".repeat(2045)))
        .withMessageContaining("can match nothing");
  }

  @Test
  void capital_letters_are_letters_of_names() {
    assertThat(Patterns.tools("* !Add").denying("Add")).isEqualTo("Add");
    assertThat(Patterns.tools("* !Add").denying("add")).isNull();
  }
}
