package dev.gatehouse.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.record.ResourceUri;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which URIs a template makes, and of what. */
final class UriTemplateTest {

  @ParameterizedTest
  @CsvSource({
      "test://template/{id}/data, test://template/123/data,      {id=123}",
      "test://template/{id}/data, test://template/a%20b%2Fc/data, {id=a b/c}",
      "test://template/{id}/data, test://template/a+b/data,       {id=a+b}",
      "db://{table}/rows/{row},   db://t/rows/7,                  '{table=t, row=7}'",
      "db://{a}-{b},              db://1-2-3,                     '{a=1, b=2-3}'",
      "file:///{+path},           file:///a/b?c#d,                {path=a/b?c#d}"})
  void a_uri_of_the_template_is_taken_apart(String template, String uri, String values) {
    assertThat(UriTemplate.of(template).match(ResourceUri.of(uri))).hasToString(values);
  }

  @ParameterizedTest
  @CsvSource({
      "test://template/{id}/data, test://template//data",
      "test://template/{id}/data, test://template/a/b/data",
      "test://template/{id}/data, test://template/1/data/",
      "test://template/{id}/data, test://template/data",
      "db://{a}-{b},              db://-2",
      "file:///{+path},           file:///"})
  void another_uri_does_not_match(String template, String uri) {
    assertThat(UriTemplate.of(template).match(ResourceUri.of(uri))).isNull();
  }

  @Test
  void a_long_uri_that_nearly_matches_takes_no_time_of_another_order() {
    UriTemplate template = UriTemplate.of("x:{a}-{b}-{c}-{d}-{e}/end");

    assertThat(template.match(ResourceUri.of("x:" + "1-".repeat(ResourceUri.LONGEST / 2 - 1)))).isNull();
  }

  @ParameterizedTest
  @CsvSource({"TEST://Template/%7Eme/{id}, test://template/~me/{id}, Test://TEMPLATE/~me/%41, {id=A}",
      "user://{UserId}/x, user://{UserId}/x, USER://Ann/x, {UserId=ann}",
      "doc:///ä/{+rest}, doc:///%C3%A4/{+rest}, doc:///ä/b/c, {rest=b/c}"})
  void a_template_is_normalised_as_what_it_matches_is(String template, String text, String uri, String values) {
    UriTemplate compiled = UriTemplate.of(template);

    assertThat(compiled.text().text()).isEqualTo(text);
    assertThat(compiled.match(ResourceUri.of(uri))).hasToString(values);
  }

  @ParameterizedTest
  @CsvSource({"{a}/b, must", "/docs/{a}, must begin with a scheme", "doc:///../{a}, has a dot segment", "doc:///a b/{a}, has U+0020 SPACE",
      "doc:///%zz/{a}, has a '%'"})
  void a_template_of_no_uri_is_refused_in_words(String template, String words) {
    assertThatThrownBy(() -> UriTemplate.of(template)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words).hasMessageContaining(template);
  }

  @Test
  void variables_are_known_in_order() {
    assertThat(UriTemplate.of("x:{b}/{a}").variables()).containsExactly("b", "a");
  }

  @ParameterizedTest
  @CsvSource({"x:fixed, has no variable", "x:{a}{b}, there must be text before {b}", "x:{+a}/{b}, must be the last variable",
      "x:{a}/{a}, twice", "x:{a, may hold", "x:{?q}, may hold", "x:{a:3}, may hold"})
  void what_cannot_be_matched_is_refused_in_words(String template, String words) {
    assertThatThrownBy(() -> UriTemplate.of(template)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words).hasMessageContaining(template);
  }

  @Test
  void the_answer_is_the_callers_own() {
    UriTemplate template = UriTemplate.of("x:{a}");
    Map<String, String> first = template.match(ResourceUri.of("x:1"));
    first.clear();

    assertThat(template.match(ResourceUri.of("x:1"))).containsEntry("a", "1");
  }

  /** A version that looks the same as the one before is no news to clients. */
  @Test
  void templates_of_the_same_text_are_the_same() {
    assertThat(UriTemplate.of("db://{a}")).isEqualTo(UriTemplate.of("DB://{a}")).hasSameHashCodeAs(UriTemplate.of("DB://{a}"))
        .isNotEqualTo(UriTemplate.of("db://{b}"));
  }
}
