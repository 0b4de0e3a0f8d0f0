package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "application/json, text/event-stream             | true  | true  | true",
      "text/event-stream,application/json              | true  | true  | true",
      "application/json                                | true  | false | false",
      "Application/JSON; charset=utf-8                 | true  | false | false",
      "text/event-stream                               | false | true  | true",
      "TEXT/Event-Stream;q=0.1                         | false | true  | true",
      "*/*                                             | true  | true  | false",
      "application/*                                   | true  | false | false",
      "text/*                                          | false | true  | false",
      "text/html, */*;q=0.8                            | true  | true  | false",
      "*/*, text/event-stream;q=0                      | true  | false | false",
      "*/*, text/event-stream ; q = 0.000              | true  | false | false",
      "application/json;q=0, */*;q=0.5                 | false | true  | false",
      "text/*;q=0, */*                                 | true  | false | false",
      "application/json;q=0, application/json          | true  | false | false",
      "text/html                                       | false | false | false",
      "application/json;q=0                            | false | false | false",
      "application/jsonp, text/event-streams           | false | false | false",
      "``                                              | true  | true  | false",
      ", ,;q=1                                         | true  | true  | false"})
  void a_header_tells_the_forms_that_a_client_takes(String text, boolean json, boolean stream, boolean named) {
    assertThat(Accept.of(MultiMap.caseInsensitiveMultiMap().add("accept", text))).isEqualTo(new Accept(json, stream, named));
  }

  @Test
  void without_one_anything_is_taken() {
    assertThat(Accept.of(MultiMap.caseInsensitiveMultiMap())).isEqualTo(new Accept(true, true, false));
  }

  @Test
  void several_are_one_list() {
    assertThat(Accept.of(MultiMap.caseInsensitiveMultiMap().add("Accept", "application/json").add("Accept", "text/event-stream")))
        .isEqualTo(new Accept(true, true, true));
  }
}
