package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A plugin's code runs on its own threads, whoever set it off: on an event loop it would hold up every tenant. What says that it does not
 * block runs there.
 */
@Timeout(60)
class PluginThreadsIT {

  private static final String PLUGIN = PluginJars.plugin("""
      static final CompletableFuture<String> CANCELLED = new CompletableFuture<>();
      @Tool public CompletionStage<String> begin() { return CompletableFuture.completedFuture(Thread.currentThread().getName()); }
      @Tool public CompletionStage<String> ask(ClientInputs inputs) {
        return inputs.askAsync(Map.of("where", new ClientQuestion.ListRoots()))
            .handle((answers, failure) -> Thread.currentThread().getName() + " " + (failure == null));
      }
      @Tool public CompletionStage<String> hang(Cancellation cancellation) {
        cancellation.onCancel(() -> CANCELLED.complete(Thread.currentThread().getName()));
        return new CompletableFuture<>();
      }
      @Tool public String cancelled() { return CANCELLED.getNow("not yet"); }
      @Tool(blocking = false) public String quick(Progress progress, Cancellation cancellation, Caller caller) { return here(); }
      @Tool(blocking = false) public CompletionStage<String> stage() { return CompletableFuture.completedFuture(here()); }
      @Tool(blocking = false) public String slow() throws Exception {
        String here = here();
        Thread.sleep(here.startsWith("tool-") ? 0 : 50);
        return here;
      }
      public record Checked(@Pattern(regexp = "(a+)+!?") String text, String where) {}
      @Tool(blocking = false) public String checked(@Pattern(regexp = "(a+)+!?") String text) { return here(); }
      @Tool(blocking = false) public Checked answers(String text) { return new Checked(text, here()); }
      @Tool(blocking = false) public CompletionStage<Checked> answersLater(String text) {
        return CompletableFuture.completedFuture(answers(text));
      }
      @Tool(blocking = false) public CompletionStage<String> form(ClientInputs inputs) {
        return inputs.askAsync(Map.of("k", new ClientQuestion.Form("?", ElicitationSchema.of(
            ElicitationField.string("f").with("pattern", "(a+)+$"))))).thenApply(a -> a.elicitation("k").getString("f") + " " + here());
      }
      public void start(PluginContext context) {
        context.tools().newTool("registered").setBlocking(false).setHandler(arguments -> ToolResponse.success(here())).register();
      }
      static String here() {
        Thread thread = Thread.currentThread();
        return thread.getName() + " " + (thread.getContextClassLoader() == Fixture.class.getClassLoader());
      }
      """);

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "calls": { "timeout": "20s" }, "tenants": { "demo": { "calls": { "tools": { "hang": { "timeout": "100ms" } } } } } }
      """).jar("demo", PluginJars.jar(folder(), "threads", PLUGIN));

  private static Path folder() {
    try {
      return Files.createTempDirectory("gatehouse-jars");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private final String key = host.key("demo", "tools", "*");
  private final McpClient client = McpClient.of(host.url() + "/mcp").key(key);

  @Test
  void a_stage_is_made_there() {
    assertThat(client.call("begin", "{}").toolText()).isEqualTo("tool-demo");
  }

  @Test
  void a_cancellation_is_heard_there() throws InterruptedException {
    // On a slow machine its time may be over before it has begun: then nothing of it runs.
    eventually(() -> {
      assertThat(client.call("hang", "{}").toolText()).contains("in time");
      return !client.call("cancelled", "{}").toolText().equals("not yet");
    });

    assertThat(client.call("cancelled", "{}").toolText()).isEqualTo("tool-demo");
  }

  @Test
  void a_clients_answer_goes_on_there_and_so_does_its_refusal() {
    try (SseClient stream = SseClient.open(host.url() + "/sse", key)) {
      McpClient post = McpClient.of(host.url() + stream.next().data()).key(key);
      post.post("{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'2024-11-05','capabilities':{'roots':{}},"
          .concat("'clientInfo':{'name':'test','version':'1'}}}").replace('\'', '"'));
      stream.next();
      for (String answer : new String[] {"'result':{'roots':[]}", "'error':{'code':1,'message':'no'}"}) {
        post.post("{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'ask','arguments':{}}}".replace('\'', '"'));
        String id = stream.next().json().get("id").toString();
        post.post(("{'jsonrpc':'2.0','id':" + id + "," + answer + "}").replace('\'', '"'));
        assertThat(stream.next().json().at("/result/content/0/text").textValue())
            .isEqualTo("tool-demo " + answer.startsWith("'result'"));
      }
    }
  }

  private String call(String tool) {
    return client.call(tool, "{}").toolText();
  }

  @ParameterizedTest
  @ValueSource(strings = {"quick", "stage", "registered"})
  void what_says_that_it_does_not_block_runs_on_the_event_loop_with_its_class_loader(String tool) {
    assertThat(call(tool)).as("the first call loads classes").isEqualTo("tool-demo true");

    assertThat(call(tool)).startsWith("vert.x-eventloop-thread-").endsWith(" true");
  }

  /** A check that held the loop for long would move the tool to threads for good. */
  @ParameterizedTest
  @CsvSource({"checked, must match", "answers, failed inside", "answersLater, failed inside"})
  void a_pattern_that_backtracks_is_matched_on_a_thread_and_the_tool_stays_where_it_is(String tool, String words) {
    call(tool, "a!");
    assertThat(call(tool, "a!")).contains("vert.x-eventloop-thread-");
    for (int i = 0; i < 3; i++) {
      assertThat(call(tool, "a".repeat(5_000) + "?")).contains(words);
    }

    assertThat(call(tool, "a!")).contains("vert.x-eventloop-thread-");
  }

  private String call(String tool, String text) {
    return client.call(tool, Json.object().put("text", text).toString()).toolText();
  }

  @Test
  void a_clients_answer_that_comes_with_the_call_is_checked_on_a_thread() {
    for (int i = 0; i < 2; i++) {
      assertThat(ask("aa").toolText()).isEqualTo("aa tool-demo true");
    }

    assertThat(ask("a".repeat(2_000) + "?").text()).contains("is not as asked for");
  }

  private McpClient.Reply ask(String text) {
    ObjectNode params = Json.object().put("name", "form");
    params.putObject("inputResponses").putObject("k").put("action", "accept").putObject("content").put("f", text);
    params.putObject("_meta").put("io.modelcontextprotocol/protocolVersion", McpClient.MODERN)
        .putObject("io.modelcontextprotocol/clientCapabilities").putObject("elicitation");
    return client.header("Mcp-Name", "form").header("MCP-Protocol-Version", McpClient.MODERN).header("Mcp-Method", "tools/call")
        .post(Json.object().put("jsonrpc", "2.0").put("id", 1).put("method", "tools/call").set("params", params).toString());
  }

  @Test
  void what_holds_the_event_loop_is_moved_to_threads() {
    call("slow");
    assertThat(call("slow")).startsWith("vert.x-eventloop-thread-");

    assertThat(call("slow")).isEqualTo("tool-demo true");
  }
}
