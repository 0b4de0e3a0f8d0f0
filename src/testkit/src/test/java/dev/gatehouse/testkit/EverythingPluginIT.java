package dev.gatehouse.testkit;

import static dev.gatehouse.testkit.Key.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.plugins.everything.EverythingPlugin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All that a plugin can do besides answering: telling, asking, structure, prompts, resources. */
final class EverythingPluginIT {

  private record Weather(String city, int degrees, String scale, List<String> hours) {
  }

  @RegisterExtension
  static final Gatehouse gatehouse = Gatehouse.plugin(EverythingPlugin.class);

  @Test
  void structured_content_is_compared_by_value() {
    Answer answer = gatehouse.call("weather", "Rome", "CELSIUS", 1);

    answer.isStructured(Map.of("city", "Rome", "degrees", 20, "scale", "CELSIUS", "hours", List.of("sun")))
        .isStructured(new Weather("Rome", 20, "CELSIUS", List.of("sun")));
    assertThat(answer.structured()).isEqualTo(Map.of("city", "Rome", "degrees", 20, "scale", "CELSIUS", "hours", List.of("sun")));
    assertThat(gatehouse.call("test_simple_text").structured()).isNull();
    assertThatThrownBy(() -> answer.isStructured(Map.of("city", "Oslo")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("was to bring the structured content {\"city\":\"Oslo\"}\nbut came back with ")
        .hasMessageContaining("structured content {\"city\":\"Rome\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-06-18", "2026-07-28"})
  void a_sealed_type_is_one_of_its_records(String revision) {
    Client client = gatehouse.on(revision);

    client.call("scale_shape", Map.of("type", "Rectangle", "width", 2, "height", 1.5), 2)
        .isStructured(Map.of("type", "Rectangle", "width", 4, "height", 3));
    client.call("scale_shape", Map.of("type", "Circle", "width", 2), 2).isError("/shape: 'radius' is required");
    client.call("scale_shape", Map.of("type", "Line"), 0).isError("/shape/type: must be one of [\"Circle\", \"Rectangle\"]")
        .isError("/factor: must be more than 0");
  }

  @Test
  void what_constraints_do_not_allow_is_told_at_once() {
    gatehouse.call("reserve", "LX40", List.of("Ada", "Alan")).isText("LX40: Ada, Alan, 2 bags");
    gatehouse.call("reserve", "lx40", List.of("Ada", "A"), 3)
        .isError("/flight: must match the regular expression ^(?:[A-Z]{2}[0-9]{1,4})$")
        .isError("/names/1: must have at least 2 characters").isError("/bags: must be at most 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024-11-05", "2025-06-18", "2026-07-28"})
  void completions_are_asked_for(String revision) {
    Client client = gatehouse.on(revision);

    client.completePrompt("test_prompt_with_arguments", "arg1", "te").hasValues("test", "testing");
    client.completeTemplate("test://template/{id}/data", "id", "12").hasValues("123", "124");
    assertThatThrownBy(() -> client.completePrompt("test_prompt_with_arguments", "arg1", "x").hasValues("test"))
        .isInstanceOf(AssertionError.class).hasMessageContaining("was to bring the values [test]");
  }

  @Test
  void a_completion_may_know_other_arguments() {
    gatehouse.client().completePrompt("test_prompt_with_arguments", "arg1", "tes", Map.of("arg2", "b")).hasValues("test-b", "testing-b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"})
  void progress_and_logs_are_kept(String revision) {
    Client client = gatehouse.on(revision);

    client.call("test_tool_with_progress").isText("Done").hasProgress(0, 50, 100);
    client.call("test_logging_tool").hasLogged("debug", "looks for a fault").hasLogged("info", "step 1 of 2");
    assertThat(client.call("test_logging_tool").logs()).hasSize(3).contains(new Answer.Log("warning", "nearly done"));
    assertThatThrownBy(() -> client.call("test_tool_with_progress").hasProgress(100))
        .isInstanceOf(AssertionError.class).hasMessageContaining("was to bring the progress [100.0]").hasMessageContaining("progress=50.0");
    assertThatThrownBy(() -> client.call("test_logging_tool").hasLogged("error", "fault"))
        .isInstanceOf(AssertionError.class).hasMessageContaining("a log message error: fault").hasMessageContaining("step 1 of 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-06-18", "2025-11-25", "2026-07-28"})
  void the_user_answers_forms(String revision) {
    gatehouse.answering("user_name", Map.of("name", "Ada")).on(revision)
        .call("test_streaming_elicitation").isText("Hello, Ada!").hasAsked("What is your name?");
    gatehouse.client().on(revision).declining("user_name").call("test_streaming_elicitation").isText("No name was given.");
    gatehouse.client().on(revision).cancelling("user").call("test_elicitation", "Why?").hasText("action CANCEL");
    gatehouse.answering("step1", Map.of("name", "Ada")).answering("step2", Map.of("color", "blue")).on(revision)
        .call("test_input_required_result_multi_round").isText("Hello, Ada! Your favorite color is blue.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-11-25", "2026-07-28"})
  void the_user_visits_the_model_speaks_and_folders_are_told(String revision) {
    Client client = gatehouse.on(revision);

    client.answering("visit", Map.of()).call("ask_to_visit").isText("Visit: ACCEPT");
    client.sampling("answer", "Paris").call("test_sampling", "Capital of France?").isText("LLM response: Paris");
    client.roots("roots", "file:///a", "file:///b").call("list_roots").isText("2 roots: file:///a, file:///b");
    client.answering("name", Map.of("name", "Ada")).sampling("greeting", "Hello").call("ask_all").isText("Hello Ada");
  }

  @Test
  void a_question_without_an_answer_is_named() {
    assertThatThrownBy(() -> gatehouse.answering("nickname", Map.of("name", "Ada")).call("test_streaming_elicitation"))
        .isInstanceOf(AssertionError.class).hasMessageContaining(
            "the plugin asks 'user_name' (elicitation/create: What is your name?), and no answer to that was prepared;"
                + " there are answers to [nickname]");
    assertThatThrownBy(() -> gatehouse.on("2025-06-18").answering("step1", Map.of("name", "Ada"))
        .call("test_input_required_result_multi_round"))
        .isInstanceOf(AssertionError.class).hasMessageContaining("the plugin asks a question more than was prepared"
            + " (elicitation/create: Step 2: What is your favorite color?); there are answers to [step1]");
    assertThatThrownBy(() -> gatehouse.answering("user_name", Map.of("name", "Ada")).call("test_streaming_elicitation").hasAsked())
        .isInstanceOf(AssertionError.class).hasMessageContaining("was to bring the questions []\n")
        .hasMessageContaining("questions [What is your name?]");
  }

  @Test
  void a_client_without_answers_can_answer_nothing() {
    gatehouse.call("test_streaming_elicitation").isRefused(-32021);
  }

  @Test
  void an_error_of_the_tool_has_its_words() {
    gatehouse.call("test_error_handling").isError("intentionally");
    assertThatThrownBy(() -> gatehouse.call("test_error_handling").isError("by accident"))
        .isInstanceOf(AssertionError.class).hasMessageContaining("an error of the tool with by accident")
        .hasMessageContaining("came back with an error of the tool: This tool intentionally");
    assertThatThrownBy(() -> gatehouse.call("test_image_content").isText("a tree"))
        .isInstanceOf(AssertionError.class).hasMessageContaining("image/png");
  }

  @Test
  void arguments_that_headers_mirror_are_mirrored() {
    gatehouse.call("query_region", "eu", "SELECT 2").isText("Asked in eu: SELECT 2");
  }

  @Test
  void a_call_that_lets_its_client_go_is_taken_up_again() {
    gatehouse.on("2025-11-25").call("test_reconnection").isText("Reconnection test completed successfully");
  }

  @Test
  void prompts_and_resources() {
    gatehouse.client().prompt("test_prompt_with_arguments", Map.of("arg1", "one", "arg2", "two"))
        .isText("Prompt with arguments: arg1='one', arg2='two'");
    gatehouse.answering("user_context", Map.of("context", "night")).prompt("test_input_required_result_prompt", Map.of())
        .isText("Use this context: night");
    gatehouse.client().read("test://static-text").hasText("static text");
    gatehouse.as(key().resources("test://static-text")).read("test://static-binary").isRefused(403);
  }

  @Test
  void a_tool_sees_the_key() {
    gatehouse.as(key().tools("who_am_i")).call("who_am_i").hasText("\"tenant\":\"test\"");
  }
}
