package dev.gatehouse.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.HostProcess;
import dev.gatehouse.client.ScriptedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a chat does with what a model says, against the host. */
class ChatIT {

  private static final String NOWHERE = "http://127.0.0.1:1/mcp";

  @RegisterExtension
  static final HostProcess host = new HostProcess();

  @TempDir
  private Path dir;
  private ScriptedModel model;

  @BeforeAll
  static void keys() {
    host.key("key1", "tools", "add subtract");
    host.key("short", "tools", "*", "rate", "1/10s");
    host.key("long", "tools", "*", "rate", "1/1h");
  }

  @BeforeEach
  void model() throws IOException {
    model = new ScriptedModel();
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void the_answer_streams() throws Exception {
    model.then(answer -> {
      answer.text("first");
      person.sees("first");
      answer.text(" second").end();
    });
    try (Person typing = chat("key1")) {
      typing.types("Hello").sees("first second", "you> ");
      assertThat(typing.quits()).isTrue();
    }
  }

  private Person person;

  @Test
  void calls_of_one_reply_are_answered_together_in_their_order() throws Exception {
    model.then(answer -> answer.text("Both. ").call(0, "demo_add", "{\"a\":1,\"b\":1}").call(1, "demo_subtract", "{\"a\":9,\"b\":2}").end())
        .says("done");
    try (Person typing = chat("key1")) {
      typing.types("Both").sees("Both. ", "-> demo ", "-> demo ", "done");
      assertThat(model.told()).containsExactly("2", "7");
      assertThat(typing.quits()).isTrue();
    }
  }

  @Test
  void what_cannot_be_called_is_told_and_the_loop_goes_on() throws Exception {
    model.then(answer -> answer.call(0, "demo_add", "{\"a\":1").call(1, "weather", "{}").call(2, "demo_nothing", "{}")
        .call(3, "demo_add", "{\"a\":\"x\"}").end()).says("sorry").says("hello again");
    try (Person typing = chat("key1")) {
      typing.types("Try").sees("sorry");
      assertThat(model.told()).satisfiesExactly(
          bad -> assertThat(bad).isEqualTo("not called: the arguments are not a JSON object"),
          unknown -> assertThat(unknown).isEqualTo("not called: there is no tool of this name"),
          refused -> assertThat(refused).isEqualTo("refused: This key may not call tool 'nothing'."),
          failed -> assertThat(failed).startsWith("the tool failed: The arguments of add are not valid"));
      typing.types("And now?").sees("hello again");
      assertThat(typing.quits()).isTrue();
    }
  }

  @Test
  void a_short_wait_is_waited_out() throws Exception {
    model.calls("demo_add", "{\"a\":1,\"b\":1}").calls("demo_add", "{\"a\":2,\"b\":2}").says("done");
    try (Person typing = chat("short")) {
      typing.types("Twice").sees("<- demo add(a=1, b=1): 2", ".. demo add(a=2, b=2): limited, trying again in ",
          "<- demo add(a=2, b=2): 4", "done");
      assertThat(model.told()).containsExactly("4");
      assertThat(typing.quits()).isTrue();
    }
  }

  @Test
  void a_long_wait_is_told_instead() throws Exception {
    model.calls("demo_add", "{\"a\":1,\"b\":1}").calls("demo_add", "{\"a\":2,\"b\":2}").says("later then");
    try (Person typing = chat("long")) {
      typing.types("Twice").sees("<- demo add(a=1, b=1): 2", "!! demo add(a=2, b=2): limited: The limit of 1/1h of this key is used up",
          "later then");
      assertThat(model.told()).singleElement().asString().startsWith("limited: ").contains("can be called again in");
      assertThat(typing.quits()).isTrue();
    }
  }

  @Test
  void one_server_down_does_not_stop_the_others() throws Exception {
    model.calls("demo_add", "{\"a\":1,\"b\":1}").says("two");
    try (Person typing = new Person(dir, "dumb", model, "key1", Map.of("demo", host.url(), "gone", NOWHERE))) {
      typing.sees("!! gone: nobody answers").types("Add").sees("<- demo add(a=1, b=1): 2", "two");
      assertThat(typing.quits()).isTrue();
    }
  }

  @Test
  void without_any_server_there_is_no_chat() throws Exception {
    try (Person typing = new Person(dir, "dumb", model, "key1", Map.of("gone", NOWHERE))) {
      assertThat(typing.ended()).isFalse();
    }
  }

  @Test
  void a_model_that_fails_is_told_and_the_question_withdrawn() throws Exception {
    model.then(answer -> answer.fail(401, "{\"error\":{\"message\":\"bad key model-secret\"}}")).says("here again");
    try (Person typing = chat("key1")) {
      typing.types("One").sees("!! The model scripted at ", "it does not take API_KEY (HTTP 401)");
      typing.types("Two").sees("here again");
      assertThat(model.requests().get(1).get("messages").findValuesAsText("content")).contains("Two").doesNotContain("One");
      assertThat(typing.quits()).isTrue();
      assertThat(typing.screen()).doesNotContain("key1").doesNotContain("model-secret");
    }
  }

  @Test
  void ctrl_c_stops_the_answer_and_not_the_chat() throws Exception {
    model.then(answer -> {
      answer.text("once upon a time");
      Thread.sleep(60_000);
    }).says("the end");
    try (Person typing = chat("key1")) {
      typing.types("Tell me a story").sees("once upon a time").types(Person.CTRL_C).sees("(stopped)", "you> ");
      typing.types("Well?").sees("the end");
      assertThat(typing.quits()).isTrue();
    }
  }

  private Person chat(String key) throws IOException {
    person = new Person(dir, "dumb", model, key, Map.of("demo", host.url()));
    return person;
  }
}
