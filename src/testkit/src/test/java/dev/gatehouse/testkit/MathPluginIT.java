package dev.gatehouse.testkit;

import static dev.gatehouse.testkit.Key.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.plugins.math.MathPlugin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small plugin in the kit: arguments, keys, revisions, and what a failed assertion says. */
final class MathPluginIT {

  @RegisterExtension
  static final Gatehouse gatehouse = Gatehouse.plugin(MathPlugin.class);

  @Test
  void arguments_by_place_follow_the_schema() {
    gatehouse.call("subtract", 2, 3).isText("-1");
  }

  @Test
  void arguments_by_name() {
    gatehouse.call("subtract", Map.of("b", 2, "a", 3)).isText("1").hasText("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"})
  void every_revision(String revision) {
    gatehouse.on(revision).call("add", 2, 3).isText("5");
  }

  @Test
  void a_revision_that_is_none_is_refused() {
    assertThatThrownBy(() -> gatehouse.on("2025-01-01"))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("2025-01-01").hasMessageContaining("2025-06-18");
  }

  @Test
  void a_key_calls_and_lists_what_it_may() {
    Client adding = gatehouse.as(key().tools("add"));

    assertThat(gatehouse.tools()).containsExactly("add", "subtract");
    assertThat(adding.tools()).containsExactly("add");
    adding.call("add", 2, 3).isText("5");
    adding.call("subtract", Map.of("a", 2, "b", 3)).isRefused(403);
  }

  @Test
  void a_limit_of_a_key_counts_its_calls() {
    Client once = gatehouse.as(key().tools("*").rate("1/1h").owner("ada").prompts("*").resources("*").with("name", "test"));

    once.call("add", 2, 3).isText("5");
    once.call("add", 2, 3).isRefused(429);
  }

  @Test
  void arguments_that_the_schema_refuses_are_an_error_of_the_tool() {
    gatehouse.call("add", "two", 3).isError().isError("/a");
    assertThat(gatehouse.call("add", "two", 3).text()).contains("/a");
  }

  @Test
  void a_failed_assertion_tells_the_request_what_was_to_come_and_what_came() {
    assertThatThrownBy(() -> gatehouse.call("add", 2, 3).isText("6")).isInstanceOf(AssertionError.class).hasMessage("""
        tools/call {"name":"add","arguments":{"a":2,"b":3}}
        was to bring the text 6
        but came back with the text 5""");
    assertThatThrownBy(() -> gatehouse.call("add", 2, 3).isError())
        .isInstanceOf(AssertionError.class).hasMessageContaining("an error of the tool\nbut came back with the text 5");
    assertThatThrownBy(() -> gatehouse.call("add", Map.of("a", 1)).isText("1"))
        .isInstanceOf(AssertionError.class).hasMessageContaining("but came back with an error of the tool: ").hasMessageContaining("b");
    assertThatThrownBy(() -> gatehouse.as(key()).call("add", Map.of("a", 1, "b", 2)).hasText("3"))
        .isInstanceOf(AssertionError.class).hasMessageContaining("but came back with a refusal with code 403: This key may not");
    assertThatThrownBy(() -> gatehouse.call("add", 2, 3).isRefused(429))
        .isInstanceOf(AssertionError.class).hasMessageContaining("a refusal with code 429\nbut came back with the text 5");
  }

  @Test
  void arguments_that_have_no_place_are_an_error_of_the_test() {
    assertThatThrownBy(() -> gatehouse.call("add", 1, 2, 3))
        .isInstanceOf(AssertionError.class).hasMessage("tool 'add' takes 2 arguments [a, b], not 3");
    assertThatThrownBy(() -> gatehouse.call("multiply", 1, 2))
        .isInstanceOf(AssertionError.class).hasMessageContaining("'multiply' is not listed for this key");
  }

  @Test
  void a_name_that_no_header_can_carry_is_asked_for_all_the_same() {
    gatehouse.call("größer", Map.of()).isRefused(-32602);
    assertThat(gatehouse.call("größer", Map.of()).json()).contains("größer");
  }

  @Test
  void everything_about_an_answer_can_be_looked_at() {
    Answer answer = gatehouse.client().call("add", 0.1, 0.2);

    assertThat(answer.text()).isEqualTo("0.3");
    assertThat(answer.progress()).isEqualTo(List.of());
    assertThat(answer.logs()).isEqualTo(List.of());
    assertThat(answer.questions()).isEqualTo(List.of());
  }
}
