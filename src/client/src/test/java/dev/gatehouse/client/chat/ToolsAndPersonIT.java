package dev.gatehouse.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.client.ScriptedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools that take their time, say how far they are, or ask the person. */
class ToolsAndPersonIT {

  private static final String FORM = """
      {"message":"Who are you?","requestedSchema":{"type":"object","required":["name"],"properties":{
      "name":{"type":"string"},"age":{"type":"integer"},"colour":{"type":"string","enum":["red","blue"],"default":"red"}}}}"""
      .replace("\n", "");

  @TempDir
  private Path dir;
  private ScriptedModel model;
  private ScriptedServer server;
  private final LinkedBlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();

  @BeforeEach
  void open() throws IOException {
    model = new ScriptedModel();
    server = new ScriptedServer();
  }

  @AfterEach
  void close() {
    server.close();
    model.close();
  }

  @Test
  void parallel_calls_run_at_the_same_time() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    ScriptedServer.Tool meeting = call -> {
      both.countDown();
      call.text(both.await(60, TimeUnit.SECONDS) ? "met" : "alone");
    };
    server.tool("left", meeting).tool("right", meeting);
    model.then(answer -> answer.call(0, "s_left", "{}").call(1, "s_right", "").end()).says("done");
    try (Person typing = chat("dumb")) {
      typing.types("Meet").sees("done");
      assertThat(model.told()).containsExactly("met", "met");
      assertThat(typing.quits()).isTrue();
    }
  }

  @Test
  void progress_shows_as_a_bar() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    server.tool("slow", call -> {
      call.progress(5, 10, "halfway");
      seen.await(60, TimeUnit.SECONDS);
      call.text("ready");
    });
    model.calls("s_slow", "{}").says("done");
    try (Person typing = chat("xterm")) {
      typing.types("Go").sees("s slow() [#####.....] 50% halfway");
      seen.countDown();
      typing.sees("<- s slow(): ready", "done");
      assertThat(typing.quits()).isTrue();
    }
  }

  @Test
  void a_form_is_filled_in_at_the_prompt() throws Exception {
    asking();
    try (Person typing = chat("dumb")) {
      typing.types("Go").sees("?? s asks: Who are you?", "answer it? [y/n]").types("y");
      typing.sees("name (string): ").types("").sees("name is needed").types("Ada");
      typing.sees("age (integer, may be empty): ").types("old").sees("must be of type integer").types("36");
      typing.sees("colour (one of [red, blue], empty: red): ").types("").sees("done");
      assertThat(answers.take().get("result")).hasToString(
          "{\"action\":\"accept\",\"content\":{\"name\":\"Ada\",\"age\":36,\"colour\":\"red\"}}");
      assertThat(typing.quits()).isTrue();
    }
  }

  @Test
  void a_person_may_decline() throws Exception {
    asking();
    try (Person typing = chat("dumb")) {
      typing.types("Go").sees("answer it? [y/n]").types("n").sees("done");
      assertThat(answers.take().get("result")).hasToString("{\"action\":\"decline\"}");
      assertThat(typing.quits()).isTrue();
    }
  }

  @Test
  void leaving_a_question_cancels_it_and_stops_the_turn() throws Exception {
    asking();
    model.says("still here");
    try (Person typing = chat("dumb")) {
      typing.types("Go").sees("answer it? [y/n]").types(Person.CTRL_D).sees("(stopped)", "you> ");
      assertThat(answers.take().get("result")).hasToString("{\"action\":\"cancel\"}");
      typing.types("And?").sees("done");
      assertThat(model.told()).containsExactly("not finished: the person stopped it");
      assertThat(typing.quits()).isTrue();
    }
  }

  @Test
  void a_busy_server_is_asked_again() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    server.tool("busy", call -> {
      if (first.getCount() == 1) {
        first.countDown();
        call.error("{\"code\":503,\"message\":\"Busy\",\"data\":{\"retryAfterSeconds\":1}}");
      } else {
        call.text("free");
      }
    });
    model.calls("s_busy", "{}").says("done");
    try (Person typing = chat("dumb")) {
      typing.types("Go").sees("limited, trying again in 1 s", "<- s busy(): free", "done");
      assertThat(typing.quits()).isTrue();
    }
  }

  @Test
  void escape_sequences_of_a_tool_do_not_reach_the_terminal() throws Exception {
    server.tool("evil", call -> call.text("a\u001b[2Jb\u0007"));
    model.calls("s_evil", "{}").says("\u001b]0;title\u0007done");
    try (Person typing = chat("dumb")) {
      typing.types("Go").sees("<- s evil(): a[2Jb", "]0;titledone");
      assertThat(typing.screen()).doesNotContain("\u001b[2J").doesNotContain("\u001b]0");
      assertThat(typing.quits()).isTrue();
    }
  }

  private void asking() {
    server.tool("ask", call -> {
      JsonNode answer = call.ask(FORM);
      answers.add(answer);
      call.text("thanks");
    });
    model.calls("s_ask", "{}").says("done");
  }

  private Person chat(String type) throws IOException {
    return new Person(dir, type, model, "key", Map.of("s", server.url()));
  }
}
