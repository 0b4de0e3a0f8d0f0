package dev.gatehouse.cluster.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cluster.ScriptedClient;
import dev.gatehouse.cluster.WorkerPlugin;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.CallFault;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.feature.DeclinedException;
import dev.gatehouse.feature.FaultException;
import dev.gatehouse.feature.Info;
import dev.gatehouse.feature.InputRequiredException;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.MissingCapabilityException;
import dev.gatehouse.feature.ResourceInfo;
import dev.gatehouse.feature.Result;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.feature.trace.CallTrace;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Deadline;
import dev.gatehouse.spi.TextContent;
import dev.gatehouse.spi.ToolCallException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What crosses comes out as it went in. */
final class FormsTest {

  private static final int RUNS = 2_000;
  private static final List<CallFault> FAULTS = List.of(CallFault.values());

  private final Generated generated = new Generated(15);

  @ParameterizedTest
  @EnumSource
  void every_result_of_a_kind_crosses_whole(Kind kind) {
    for (int run = 0; run < RUNS; run++) {
      Result result = generated.result(kind);
      CallFault fault = run % 3 == 0 ? FAULTS.get(run % FAULTS.size()) : null;
      OutcomeForm sent = new OutcomeForm(result, null, fault, run % 2 == 0);

      OutcomeForm received = OutcomeForm.read(kind, sent.write());

      assertThat(received).as("run %d", run).isEqualTo(sent);
      assertThat(received.result().json()).isEqualTo(result.json());
      assertThat(received.result().size()).isEqualTo(result.size());
    }
  }

  /** A plugin's numbers are of any type; what a client reads is the same. */
  @Test
  void numbers_are_worth_the_same_on_the_other_side() throws Exception {
    Random random = new Random(1);
    for (int run = 0; run < RUNS; run++) {
      double value = Double.longBitsToDouble(random.nextLong());
      JsonNode number = JsonNodeFactory.instance.numberNode(value);
      OutcomeForm sent = new OutcomeForm(new ToolResult(List.of(), number, false), null, null, false);

      JsonNode received = ((ToolResult) OutcomeForm.read(Kind.TOOL, sent.write()).result()).structuredContent();

      JsonNode direct = Json.read(Json.write(number));
      assertThat(received).as("%s", value).isEqualTo(direct);
      assertThat(received.doubleValue()).isEqualTo(direct.doubleValue());
    }
  }

  @Test
  void half_a_surrogate_pair_does_not_break_a_message() {
    OutcomeForm sent = new OutcomeForm(ToolResult.text("a\uD800b"), null, null, false);

    ToolResult received = (ToolResult) OutcomeForm.read(Kind.TOOL, sent.write()).result();

    assertThat(((TextContent) received.content().get(0)).text()).startsWith("a").endsWith("b").hasSize(3);
  }

  @Test
  void what_takes_the_place_of_a_result_crosses_too() {
    for (RuntimeException thrown : List.of(new InputRequiredException(), new MissingCapabilityException(Json.object().put("sampling", 1)),
        new DeclinedException("no \"such\" thing", true), new DeclinedException("no", false), new FaultException("down"),
        new BusyException("full"))) {
      OutcomeForm received = OutcomeForm.read(Kind.PROMPT, new OutcomeForm(null, thrown, CallFault.THREW, true).write());

      assertThat(received.thrown()).hasSameClassAs(thrown).hasMessage(thrown.getMessage());
      assertThat(received.fault()).isEqualTo(CallFault.THREW);
      assertThat(received.counts()).isTrue();
    }
    for (int wait : new int[] {1, 7}) {
      OutcomeForm rests = new OutcomeForm(null, new BusyException("rests", wait), null, false);
      assertThat(OutcomeForm.read(Kind.TOOL, rests.write()).thrown()).isInstanceOfSatisfying(BusyException.class,
          busy -> assertThat(busy.retrySeconds()).isEqualTo(wait));
    }
    MissingCapabilityException missing = (MissingCapabilityException) OutcomeForm.read(Kind.TOOL,
        new OutcomeForm(null, new MissingCapabilityException(Json.object().put("roots", true)), null, false).write()).thrown();
    assertThat(missing.required()).isEqualTo(Json.object().put("roots", true));
  }

  private static Call call(Key key, CallParams params, ClientChannel client, String owner) {
    CallCancellation cancellation = new CallCancellation();
    cancellation.calledBy("by key x, request \"7\"");
    return new Call(key, params, new Caller("demo", "0123456789ab", owner), new Deadline(Instant.now()),
        new Call.Context(cancellation, client, CallTrace.NONE));
  }

  private CallParams params(Kind kind) {
    Map<String, String> texts = new LinkedHashMap<>();
    generated.list(generated::text).forEach(name -> texts.put(name, generated.text()));
    return switch (kind) {
      case TOOL -> new CallParams.Arguments(generated.object(5));
      case PROMPT -> new CallParams.Texts(texts);
      case RESOURCE, TEMPLATE -> new CallParams.Reading(ResourceUri.of("test://a/%C3%A4?x=1"), texts);
      case COMPLETION -> new CallParams.Partial(generated.text(), texts);
    };
  }

  @ParameterizedTest
  @EnumSource
  void every_call_of_a_kind_crosses_whole(Kind kind) {
    for (int run = 0; run < RUNS; run++) {
      Key key = new Key(kind, generated.text(), kind == Kind.COMPLETION ? generated.text() : "");
      ScriptedClient client = run % 2 == 0 ? ScriptedClient.inRounds("{'a':{'b':1}}") : ScriptedClient.whileRunning("{}");
      client.meta("{'traceparent':'00-1-2-01','x':{'y':[1.5]}}").remembered(generated.textOrNull()).logLevel(run % 3 == 0 ? null : "info");
      CallParams params = params(kind);
      String owner = generated.textOrNull();

      CallForm form = CallForm.read(CallForm.write(call(key, params, client, owner), run));

      assertThat(form.key()).isEqualTo(key);
      assertThat(form.params()).isEqualTo(params);
      assertThat(form.keyId()).isEqualTo("0123456789ab");
      assertThat(form.owner()).isEqualTo(owner);
      assertThat(form.millisLeft()).isEqualTo(run);
      assertThat(form.origin()).isEqualTo("by key x, request \"7\"");
      assertThat(form.client()).isEqualTo(new CallForm.Client(client.capabilities(), client.meta(), true, client.logLevel(),
          client.answers(), client.remembered()));
    }
  }

  @Test
  void capabilities_that_are_a_part_of_the_meta_are_written_once() {
    ObjectNode meta = Json.object();
    ObjectNode capabilities = meta.putObject("capabilities-are-here").put("sampling", "yes");
    ClientChannel client = new ClientChannel() {
      @Override
      public ObjectNode meta() {
        return meta;
      }

      @Override
      public ObjectNode capabilities() {
        return capabilities;
      }
    };

    byte[] content = CallForm.write(call(Key.tool("t"), new CallParams.Arguments(Json.object()), client, null), 1);

    assertThat(new String(content, StandardCharsets.UTF_8)).containsOnlyOnce("sampling");
    assertThat(CallForm.read(content).client().capabilities()).isEqualTo(capabilities);
  }

  @Test
  void every_description_crosses_whole() {
    for (int run = 0; run < RUNS; run++) {
      Info info = generated.info();
      WorkerPlugin plugin = new WorkerPlugin("w", "demo", "p", "d", List.of(info), run);

      WorkerPlugin received = PluginForm.read(PluginForm.write(plugin));

      // A compiled template has no equality: it is compared by what it matches.
      if (info instanceof ResourceInfo resource && resource.template() != null) {
        ResourceInfo there = (ResourceInfo) received.infos().get(0);
        assertThat(there.json()).isEqualTo(resource.json());
        ResourceUri uri = ResourceUri.of(resource.uri().text().replace("{id}", "a").replace("{+rest}", "b/c"));
        assertThat(there.variables(uri)).isEqualTo(resource.variables(uri)).isNotEmpty();
      } else {
        assertThat(received).isEqualTo(plugin);
      }
    }
  }

  @Test
  void what_is_told_on_the_way_crosses_whole() {
    for (int run = 0; run < RUNS; run++) {
      for (ToldForm told : List.of(new ToldForm.Progress(run / 7.0, run % 2 == 0 ? null : run * 3.1, generated.textOrNull()),
          new ToldForm.Log("warning", generated.textOrNull(), generated.json(4)), new ToldForm.Ask(run, generated.questions()),
          new ToldForm.Release(), new ToldForm.Remember(generated.text()))) {
        assertThat(ToldForm.read(told.kind(), told.write())).isEqualTo(told);
      }
      Map<String, JsonNode> answers = new LinkedHashMap<>();
      generated.object(4).properties().forEach(member -> answers.put(member.getKey(), member.getValue()));
      AnswersForm sent = new AnswersForm(run, answers, null);
      assertThat(AnswersForm.read(sent.write())).isEqualTo(sent);
    }
  }

  @Test
  void why_there_are_no_answers_crosses_too() {
    for (RuntimeException failure : List.of(new ToolCallException("The client refused"), new CancellationException(),
        new MissingCapabilityException(Json.object().put("a", 1)), new InputRequiredException())) {
      AnswersForm received = AnswersForm.read(new AnswersForm(3, null, failure).write());

      assertThat(received.number()).isEqualTo(3);
      assertThat(received.answers()).isNull();
      assertThat(received.failure()).hasSameClassAs(failure).hasMessage(failure.getMessage());
    }
    assertThat(AnswersForm.read(new AnswersForm(3, null, new IllegalStateException("internal words")).write()).failure())
        .hasMessageNotContaining("internal words");
  }

  @Test
  void what_a_newer_node_adds_is_ignored() throws Exception {
    ObjectNode call = (ObjectNode) Json.read(CallForm.write(call(Key.tool("t"), new CallParams.Arguments(Json.object()),
        ClientChannel.NONE, null), 1));
    ObjectNode outcome = (ObjectNode) Json.read(new OutcomeForm(ToolResult.text("x"), null, null, false).write());

    assertThat(CallForm.read(Members.write(call.put("later", 1))).key()).isEqualTo(Key.tool("t"));
    assertThat(OutcomeForm.read(Kind.TOOL, Members.write(outcome.put("later", 1))).result()).isEqualTo(ToolResult.text("x"));
    assertThat(ToldForm.read(250, new byte[0])).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{}", "{'kind':'TOOL'}", "{'kind':'SPELL','name':'x'}", "{'result':{}}", "{'result':5}",
      "{'how':'magic'}", "{'result':{'content':[{'type':'hologram'}]}}", "{'result':{'content':[{'type':'image','data':5}]}}"})
  void what_is_no_message_is_refused_in_a_sentence(String json) {
    byte[] content = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> CallForm.read(content)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("a ");
    assertThatThrownBy(() -> OutcomeForm.read(Kind.TOOL, content)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a ");
    assertThatThrownBy(() -> PluginForm.read(content)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("a ");
  }
}
