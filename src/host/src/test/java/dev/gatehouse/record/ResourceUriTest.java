package dev.gatehouse.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3986 section 6.2.2, and what is refused instead of being repaired. */
final class ResourceUriTest {

  @ParameterizedTest
  @CsvSource({
      "doc:///a/b, doc:///a/b",
      "HTTP://www.EXAMPLE.com/, http://www.example.com/",
      "eXAMPLE://a/b/%63/%7bfoo%7d, example://a/b/c/%7Bfoo%7D",
      "doc:///%73ecret/a, doc:///secret/a",
      "doc:///%7Eann/%2D%5F%2E1, doc:///~ann/-_.1",
      "doc:///a%2fb%3a, doc:///a%2Fb%3A",
      "doc:///A%2FB, doc:///A%2FB",
      "doc://H%4FST/P, doc://host/P",
      "doc://h%c3%a4/P, doc://h%C3%A4/P",
      "doc://Ann:X@HOST:80/P, doc://Ann:X@host:80/P",
      "doc://host:/p, doc://host/p",
      "doc://[2001:DB8::A]:/p, doc://[2001:db8::a]/p",
      "DOC:Opaque, doc:Opaque",
      "doc:///a?Q=%41#F%42, doc:///a?Q=A#FB",
      "doc:////a//b/, doc:////a//b/",
      "doc:///a.b/..c/d../..., doc:///a.b/..c/d../...",
      "doc:///%252e%252e/a, doc:///%252e%252e/a",
      "doc:///Zürich, doc:///Z%C3%BCrich",
      "doc:///😀, doc:///%F0%9F%98%80",
      "doc:///a[1], doc:///a[1]",
      "urn:ISBN:0-395, urn:ISBN:0-395"})
  void equivalent_uris_have_one_form(String uri, String normal) {
    assertThat(ResourceUri.of(uri).text()).isEqualTo(normal);
    assertThat(ResourceUri.of(normal)).isEqualTo(ResourceUri.of(uri)).hasSameHashCodeAs(ResourceUri.of(uri)).hasToString(normal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"doc:///public/../secret/a", "doc:///public/..", "doc:///./a", "doc:///public/%2e%2e/secret", "doc:///.%2E/a",
      "doc:///public/..%2Fsecret", "doc:///public%2f..%2fsecret", "doc:///public/..%5csecret", "doc:///a%5C..%5Cb", "doc:a/../b", "doc:..",
      "doc:../b", "doc:./b", "doc://../b", "doc://a@../b", "doc:///public/..;/secret", "doc:///public/..?x", "doc:///public/..#x",
      "doc:///a?file=../secret", "doc:///a?../secret", "doc:///a?/../b", "doc:///a#/../b", "doc:///a%3F..%2Fb", "doc:///a/.%00."})
  void dot_segments_are_refused_wherever_they_could_be_taken_for_such(String uri) {
    refused(uri, "has ");
  }

  @ParameterizedTest
  @CsvSource(ignoreLeadingAndTrailingWhitespace = false, delimiter = '|', value = {
      "doc:///a b|has U+0020 SPACE, which a URI may not hold",
      " doc:///a|has U+0020 SPACE",
      "doc:///a |has U+0020 SPACE",
      "doc:///a\\b|has '\\' (U+005C)",
      "doc:///a\"b|has '\"' (U+0022)",
      "doc:///a<b|has '<' (U+003C)",
      "doc:///a^b|has '^' (U+005E)",
      "doc:///a`b|has '`' (U+0060)",
      "doc:///{a}|has '{' (U+007B)",
      "doc:///%|has a '%' that two hexadecimal digits do not follow",
      "doc:///%4|has a '%'",
      "doc:///%zz|has a '%'",
      "doc:///%u0041|has a '%'",
      "doc:///%٤١|has a '%'",
      "doc:///%00|has an encoded control character",
      "doc:///a%0d%0aX|has an encoded control character",
      "doc:///a%7F|has an encoded control character",
      "doc:///a%C2%85|has an encoded control character",
      "doc:///%FF|has percent-encodings that are not UTF-8",
      "doc:///%C0%AE%C0%AE/a|has percent-encodings that are not UTF-8",
      "doc:///%E3%80|has percent-encodings that are not UTF-8",
      "doc:///%ED%A0%80|has percent-encodings that are not UTF-8",
      "''|must begin with a scheme, such as file:",
      "add|must begin with a scheme",
      "/secret|must begin with a scheme",
      "//host/a|must begin with a scheme",
      ":a|must begin with a scheme",
      "1doc:a|must begin with a scheme",
      "d%6Fc%3Aa|must begin with a scheme",
      "../a|must begin with a scheme"})
  void what_is_no_uri_is_refused_in_words(String uri, String words) {
    refused(uri, words);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 7, 9, 10, 13, 27, 0x7f, 0x85, 0xa0, 0xad, 0x200b, 0x200e, 0x2028, 0x202e, 0x2060, 0x3000, 0xd800, 0xdfff, 0xe000, 0xfeff,
          0xfffe, 0x10ffff})
  void a_character_that_nobody_sees_is_refused_and_shown_by_its_number(int codePoint) {
    refused("doc:///a" + Character.toString(codePoint), String.format("has U+%04X", codePoint));
  }

  @Test
  void the_longest_has_2048_characters_as_sent_and_as_normalised() {
    assertThat(ResourceUri.of("doc:" + "a".repeat(2044)).text()).hasSize(2048);
    refused("doc:" + "a".repeat(2045), "has more than 2048 characters");
    refused("doc:" + "%61".repeat(1000), "has more than 2048 characters");
    refused("doc:" + "ä".repeat(500), "has more than 2048 characters");
  }

  @Test
  void no_length_of_one_part_is_too_much() {
    for (String piece : new String[] {"@", ":", "/", "[", "]", "a:", "%2F", ";", "a@b:"}) {
      String uri = "doc://" + piece.repeat(2040 / piece.length()) + "X";
      assertThat(ResourceUri.of(uri).text()).hasSameSizeAs(uri);
    }
  }

  @Test
  void normalising_again_changes_nothing() {
    String normal = ResourceUri.of("DOC://HOST/%41%2f%C3%A4?%3F").text();

    assertThat(ResourceUri.of(normal).text()).isEqualTo(normal);
  }

  @Test
  void the_text_of_a_template_is_normalised_around_its_expressions() {
    assertThat(ResourceUri.template("DOC://{Host}.EXAMPLE/%7ea/{+Path}").text()).isEqualTo("doc://{Host}.example/~a/{+Path}");
    assertThatIllegalArgumentException().isThrownBy(() -> ResourceUri.template("doc:///../{a}")).withMessageContaining("dot segment");
  }

  private static void refused(String uri, String words) {
    assertThatIllegalArgumentException().isThrownBy(() -> ResourceUri.of(uri)).withMessageContaining(words);
    assertThat(ResourceUri.orNull(uri)).isNull();
  }
}
