package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a call, whatever the tool does with it. */
@Timeout(180)
class ToolsIT {

  private static final String ODD = PluginJars.plugin("""
      static int calls;
      static volatile String ended = "nothing";
      @Tool public String count() { return "" + ++calls; }
      @Tool public String fails() { throw new IllegalStateException("password=hunter2"); }
      @Tool public String says() { throw new ToolCallException("The moon is not up yet."); }
      @Tool public String hangs() throws InterruptedException {
        ended = "running";
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          ended = "interrupted";
        }
        return ended;
      }
      @Tool public String ended() { return ended; }
      @Tool public String who(Caller caller) { return caller.tenant() + " " + caller.keyId() + " " + caller.owner(); }
      @Tool public CompletionStage<String> later() { return CompletableFuture.supplyAsync(() -> "later"); }
      @Tool public String typed(int number, Optional<String> word) { return number + word.orElse("-"); }
      """);
  private static final Path JARS = folder();

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "tenants": { "acme": { "calls": { "tools": { "hangs": { "timeout": "300ms" } } } } } }
      """)
      .jar("acme", PluginJars.jar(JARS, "odd", ODD)).jar("other", JARS.resolve("odd.jar")).plugin("_all", "math")
      .jar("broken", PluginJars.of(ODD).withoutServices().jar(JARS, "broken"));

  private static String key;
  private static McpClient client;

  private static Path folder() {
    try {
      return Files.createTempDirectory("gatehouse-jars");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void take_a_key() {
    key = host.key("acme", "tools", "*", "owner", "jane@example.com");
    client = of(key);
  }

  private static McpClient of(String key) {
    return McpClient.of(host.url() + "/mcp").key(key);
  }

  private static void assertIsError(McpClient.Reply reply) {
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/result/isError").booleanValue()).as(reply.text()).isTrue();
  }

  @Test
  void a_tool_that_throws_tells_nothing_of_its_insides() {
    McpClient.Reply reply = client.call("fails", "{}");

    assertIsError(reply);
    assertThat(reply.text()).contains("'fails'").doesNotContain("hunter2").doesNotContain("Exception").doesNotContain("fixture");
  }

  @Test
  void a_failure_meant_for_the_caller_reaches_them() {
    McpClient.Reply reply = client.call("says", "{}");

    assertIsError(reply);
    assertThat(reply.toolText()).isEqualTo("The moon is not up yet.");
  }

  @Test
  void a_tool_that_hangs_is_stopped_and_the_next_call_is_served() throws InterruptedException {
    do {
      McpClient.Reply reply = client.call("hangs", "{}");

      assertIsError(reply);
      assertThat(reply.toolText()).contains("'hangs'").contains("in time");
      // On a slow machine its time may be over before it has begun.
    } while (client.call("ended", "{}").toolText().equals("nothing"));
    awaitText("ended", "interrupted");
  }

  private static void awaitText(String tool, String text) throws InterruptedException {
    eventually(() -> client.call(tool, "{}").toolText(), text);
  }

  @Test
  void arguments_that_do_not_fit_are_named() {
    McpClient.Reply reply = client.call("typed", "{\"number\": \"x\", \"wrod\": 1}");

    assertIsError(reply);
    assertThat(reply.toolText()).contains("number").contains("wrod");
    assertThat(client.call("typed", "{\"number\": 1}").toolText()).isEqualTo("1-");
    assertThat(client.call("typed", "{\"number\": 1, \"word\": \"a\"}").toolText()).isEqualTo("1a");
  }

  @Test
  void a_tool_is_told_who_calls_and_its_schema_does_not_ask() {
    assertThat(client.call("who", "{}").toolText()).isEqualTo("acme " + TestHost.idOf(key) + " jane@example.com");
    for (JsonNode tool : client.list().json().at("/result/tools")) {
      if (tool.path("name").textValue().equals("who")) {
        assertThat(tool.at("/inputSchema/properties")).isEmpty();
      }
    }
  }

  @Test
  void a_stage_is_waited_for() {
    assertThat(client.call("later", "{}").toolText()).isEqualTo("later");
  }

  @Test
  void two_tenants_with_one_plugin_share_nothing() {
    McpClient other = of(host.key("other", "tools", "*"));

    assertThat(client.call("count", "{}").toolText()).isEqualTo("1");
    assertThat(client.call("count", "{}").toolText()).isEqualTo("2");
    assertThat(other.call("count", "{}").toolText()).isEqualTo("1");
  }

  @Test
  void what_is_for_all_is_everybodys() {
    assertThat(client.call("add", "{\"a\": 2, \"b\": 3}").toolText()).isEqualTo("5");
    assertThat(of(host.key("other", "tools", "*")).call("add", "{\"a\": 2, \"b\": 3}").toolText()).isEqualTo("5");
  }

  @Test
  void a_broken_plugin_is_reported_and_makes_nobody_wait() {
    McpClient.Reply ready = McpClient.of("http://127.0.0.1:" + host.adminPort() + "/health/ready").send("GET", null);

    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.text()).contains("\"broken\"");
    assertThat(McpClient.of("http://127.0.0.1:" + host.adminPort() + "/health/live").send("GET", null).status()).isEqualTo(200);
    assertThat(of(host.key("broken", "tools", "*")).list().json().at("/result/tools").findValuesAsText("name"))
        .containsExactly("add", "subtract");
  }
}
