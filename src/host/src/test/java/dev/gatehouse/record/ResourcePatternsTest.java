package dev.gatehouse.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns of URIs: normalised as URIs are, and a deny that holds for every spelling of what it denies. */
final class ResourcePatternsTest {

  @ParameterizedTest
  @CsvSource({
      "!doc:///%73ecret*,      doc:///secret/a",
      "!doc:///secret*,        doc:///%73ecret/a",
      "!DOC:///secret*,        doc:///secret/a",
      "!doc://HOST/secret*,    doc://host/secret/a",
      "!doc://Ann@HOST:/x,     doc://Ann@host/x",
      "!doc:///a%2fb,          doc:///a%2Fb",
      "!doc:///secret/*,       doc:///secret%2Fa",
      "!doc:///secret/*,       doc:///secret%5Ca",
      "!doc:///secret/*,       doc:////secret/a",
      "!doc:///secret/*,       doc:/secret/a",
      "!doc:///a/secret/*,     doc:///a//secret/a",
      "!doc:///secret/a,       doc:///secret/a?x",
      "!doc:///secret/a,       doc:///secret/a#x",
      "!mail:root@x,           mail:root%40x",
      "!mail:root%40x,         mail:root@x",
      "!doc:///caf%C3%A9,      doc:///cafe%CC%81",
      "!doc:///caf%C3%A9,      doc:///café",
      "!doc:///secret/a,       doc:///secret/a%3Fx",
      "!doc:///a/*/b,          doc:///a//b",
      "!doc:///a/*/b,          doc:///a/%2Fb",
      "!doc:///a%2Fb,          doc:///a/b",
      "!doc:///x?secret=*,     doc:///x?%73ecret=1",
      "!*secret*,              doc:///a/s%65cret",
      "!*://host/*,            doc://HOST/a"})
  void a_deny_holds_for_every_spelling(String deny, String uri) {
    Patterns patterns = Patterns.resources("* " + deny);

    assertThat(patterns.denying(ResourceUri.of(uri))).isNotNull();
    assertThat(patterns.allowing(ResourceUri.of(uri))).isEqualTo("*");
    assertThat(patterns.denies().get(0).denying(ResourceUri.of(uri))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
      "!doc:///secret*,   doc:///public/a",
      "!doc:///secret/*,  doc:///secret%252Fa",
      "!doc:///Secret,    doc:///secret",
      "!doc:///a?x=1,     doc:///a?x=2",
      "!doc:///a?x=1,     doc:///a",
      "!doc:///a/,        doc:///a",
      "!doc:///secret,    doc:secret"})
  void a_deny_holds_for_nothing_else(String deny, String uri) {
    assertThat(Patterns.resources("* " + deny).denying(ResourceUri.of(uri))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
      "doc:///%70ublic/*,  doc:///public/a,   true",
      "Doc://Host/*,       doc://host/A,      true",
      "doc:///public/*,    doc:///public%2Fa, false",
      "doc:///public/*,    doc:////public/a,  false",
      "doc:///public/a,    doc:///public/a?x, false"})
  void a_grant_holds_for_the_normalised_uri_alone(String grant, String uri, boolean granted) {
    assertThat(Patterns.resources(grant).allowing(ResourceUri.of(uri)) != null).isEqualTo(granted);
  }

  @ParameterizedTest
  @CsvSource({
      "doc:///%zz,           has a '%'",
      "doc:///a%*,           has a '%'",
      "doc:///%4*,           has a '%'",
      "doc:///%C3*,          has percent-encodings that are not UTF-8",
      "doc:///%FF,           has percent-encodings that are not UTF-8",
      "!doc:///a/../b*,      can match nothing",
      "!doc:///%2e%2e/b*,    can match nothing",
      "!*/..%2Fb,            can match nothing",
      "!/secret*,            can match nothing unless it begins with a scheme",
      "!secret,              can match nothing unless it begins with a scheme",
      "!//host/*,            can match nothing unless it begins with a scheme",
      "!1doc:///*,           can match nothing unless it begins with a scheme",
      "!*://HOST/*,          'H' (U+0048) beside '*' can match no host",
      "!doc://*.Host/*,      'H' (U+0048) beside '*' can match no host",
      "'!doc:///a,!doc:///b', a '!' after",
      "'!doc:///a;!doc:///b', a '!' after",
      "@readOnly,            is for tools"})
  void a_pattern_that_can_match_no_uri_is_refused_in_words(String pattern, String words) {
    assertThatIllegalArgumentException().isThrownBy(() -> Patterns.resources("* " + pattern)).withMessageContaining(words);
  }
}
