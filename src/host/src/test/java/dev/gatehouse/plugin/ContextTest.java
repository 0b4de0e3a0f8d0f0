package dev.gatehouse.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.DeclinedException;
import dev.gatehouse.feature.InputRequiredException;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.MissingCapabilityException;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.plugin.load.LoadedPlugin;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a tool says to its client and asks it arrives in the protocol's words, and the answers in Java's. */
final class ContextTest {

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  private final Recorder client = new Recorder();

  private String run(String body) throws Exception {
    LoadedPlugin plugin = plugins.load(body);
    Call call = Fixtures.callOf(Key.tool("run"), new CallParams.Arguments(Recorder.json("{}")), client);
    try {
      ToolResult result = (ToolResult) plugin.tools().get(0).body().call(call).toCompletableFuture().get();
      return Fixtures.text(result);
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  private String elicit() throws Exception {
    return run("@Tool public String run(Elicitation e) { var a = e.elicit(\"k\", \"Who?\", ElicitationSchema.of("
        + "ElicitationField.string(\"name\").title(\"Name\"), ElicitationField.integer(\"age\").optional()));"
        + " return a.action() + \" \" + a.getString(\"name\") + \" \" + a.getInteger(\"age\"); }");
  }

  @Test
  void progress_and_log_are_passed_on() throws Exception {
    run("@Tool public void run(Progress p, McpLog log) { p.notify(1, 2); p.notify(2, 2.0, \"done\");"
        + " log.info(\"%d%%\", 5); log.error(\"100%\"); log.send(McpLog.Level.ALERT, Map.of(\"a\", 1)); }");

    assertThat(client.heard).containsExactly("progress 1.0/2.0 null", "progress 2.0/2.0 done", "info \"5%\"", "error \"100%\"",
        "alert {\"a\":1}");
  }

  @Test
  void a_client_is_let_go_when_the_tool_says_so() throws Exception {
    run("@Tool public void run(Polling polling, McpLog log) { log.info(\"long\"); polling.release(); }");

    assertThat(client.heard).containsExactly("info \"long\"", "release");
  }

  @Test
  void the_trace_is_passed_on() throws Exception {
    client.meta("{'traceparent':'00-a-b-01','baggage':'k=v'}");

    assertThat(run("@Tool public String run(TraceContext t) { return t.toString(); }"))
        .isEqualTo("TraceContext[traceparent=00-a-b-01, tracestate=null, baggage=k=v]");
  }

  @Test
  void a_form_is_asked_in_the_protocols_words() {
    client.capable("{'elicitation':{}}");

    assertThatThrownBy(this::elicit).isInstanceOf(InputRequiredException.class);
    assertThat(client.asked.get("k").method().wire()).isEqualTo("elicitation/create");
    assertThat(client.asked.get("k").params()).isEqualTo(Recorder.json("{'message':'Who?','requestedSchema':{'type':'object',"
        + "'properties':{'name':{'type':'string','title':'Name'},'age':{'type':'integer'}},'required':['name']}}"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'action':'accept','content':{'name':'Jo','age':7}} | ACCEPT Jo 7",
      "{'action':'accept','content':{'name':'Jo'}}         | ACCEPT Jo null",
      "{'action':'decline'}                                | DECLINE null null",
      "{'action':'cancel','content':{'name':'Jo'}}         | CANCEL null null"})
  void a_forms_answer_is_read(String answer, String read) throws Exception {
    client.capable("{'elicitation':{}}").answer("k", answer);

    assertThat(elicit()).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{}                                                  | accept, decline or cancel",
      "{'action':'yes'}                                    | accept, decline or cancel",
      "{'action':'accept'}                                 | its content must be an object",
      "{'action':'accept','content':{}}                    | not as asked for",
      "{'action':'accept','content':{'name':5}}            | not as asked for"})
  void an_answer_that_is_none_is_refused(String answer, String words) {
    client.capable("{'elicitation':{}}").answer("k", answer);

    assertThatThrownBy(this::elicit).isInstanceOf(DeclinedException.class).hasMessageContaining("'k'").hasMessageContaining(words);
  }

  @Test
  void a_client_that_cannot_answer_is_not_asked() {
    client.capable("{'elicitation':{'url':{}}}");

    assertThatThrownBy(this::elicit).isInstanceOfSatisfying(MissingCapabilityException.class,
        missing -> assertThat(missing.required()).isEqualTo(Recorder.json("{'elicitation':{'form':{}}}")));
    assertThat(client.asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{}                                        | false false false false",
      "{'elicitation':{}}                        | true false false false",
      "{'elicitation':{'form':{},'url':{}}}      | true true false false",
      "{'elicitation':{'url':{}},'sampling':{}}  | false true true false",
      "{'roots':{'listChanged':true}}            | false false false true"})
  void what_a_client_can_answer_is_known_before(String capabilities, String supported) throws Exception {
    client.capable(capabilities);

    assertThat(run("@Tool public String run(Elicitation e, Sampling s, Roots r) { return e.isSupported() + \" \" + e.isUrlSupported()"
        + " + \" \" + s.isSupported() + \" \" + r.isSupported(); }")).isEqualTo(supported);
  }

  @Test
  void a_model_is_asked_and_its_answer_read() throws Exception {
    client.capable("{'sampling':{}}").answer("m",
        "{'role':'assistant','model':'m1','stopReason':'endTurn','content':[{'type':'text','text':'Hi'},{'type':'later'}]}");

    assertThat(run("@Tool public String run(Sampling s) { var a = s.sample(\"m\", new SamplingRequest(List.of("
        + "SamplingMessage.withUserRole(\"Hello\")), 9, \"Be kind.\", 0.5, List.of(\".\")));"
        + " return a.text() + \" \" + a.model() + \" \" + a.stopReason() + \" \" + a.content().size(); }")).isEqualTo("Hi m1 endTurn 1");
    assertThat(client.asked.get("m").method().wire()).isEqualTo("sampling/createMessage");
    assertThat(client.asked.get("m").params().toString())
        .isEqualTo("{'messages':[{'role':'user','content':{'type':'text','text':'Hello'}}],"
            .replace('\'', '"') + "'systemPrompt':'Be kind.','temperature':0.5,'maxTokens':9,'stopSequences':['.']}".replace('\'', '"'));
  }

  @Test
  void roots_and_pages_are_asked_for() throws Exception {
    client.capable("{'roots':{},'elicitation':{'url':{}}}").answer("r", "{'roots':[{'uri':'file:///a','name':'A'}]}")
        .answer("v", "{'action':'accept'}");

    assertThat(run("@Tool public String run(Roots r, Elicitation e) { return r.list(\"r\") + \" \""
        + " + e.elicitUrl(\"v\", \"Go\", URI.create(\"https://example.com\")).action(); }"))
        .isEqualTo("[Root[uri=file:///a, name=A]] ACCEPT");
    assertThat(client.asked.get("v").params()).isEqualTo(Recorder.json("{'mode':'url','message':'Go','url':'https://example.com'}"));
  }

  @Test
  void several_questions_are_one_round_and_what_they_need_is_told_at_once() {
    String body = "@Tool public CompletionStage<String> run(ClientInputs in) { return in.askAsync(Map.of("
        + "\"m\", new ClientQuestion.Sample(SamplingRequest.of(1)), \"r\", new ClientQuestion.ListRoots())).thenApply(a -> \"\"); }";

    assertThatThrownBy(() -> run(body)).isInstanceOfSatisfying(MissingCapabilityException.class,
        missing -> assertThat(missing.required()).isEqualTo(Recorder.json("{'sampling':{},'roots':{}}")));
    client.capable("{'sampling':{},'roots':{}}");
    assertThatThrownBy(() -> run(body)).isInstanceOf(InputRequiredException.class);
    assertThat(client.asked).containsOnlyKeys("m", "r");
  }

  @Test
  void state_is_what_was_set_before() throws Exception {
    String body = "@Tool public String run(RequestState s) { String was = s.get().orElse(\"none\"); s.set(\"x\"); return was; }";

    assertThat(run(body)).isEqualTo("none");
    assertThat(run(body)).isEqualTo("x");
  }

  @Test
  void changes_are_told_for_the_callers_tenant() throws Exception {
    LoadedPlugin plugin = plugins.load(PluginJars.jar(plugins.dir(), "fixture", PluginJars.plugin(
        "@Tool public void run(ListChanges c) { c.toolsChanged(); c.promptsChanged(); c.resourcesChanged(); c.resourceUpdated(\"a:b\"); }")),
        client);

    Fixtures.call(plugin, "run", "{}");

    assertThat(client.heard).containsExactly("tools of acme", "prompts of acme", "resources of acme", "a:b of acme");
  }
}
