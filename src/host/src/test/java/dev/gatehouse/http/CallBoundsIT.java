package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.SameDay;
import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code tenants.<t>.calls} sets is what a call of that tenant, plugin or tool meets. */
@Timeout(180)
@ExtendWith(SameDay.class)
class CallBoundsIT {

  private static final String SLOW = PluginJars.plugin("""
      static final Semaphore GATE = new Semaphore(0);
      static final Semaphore BEGAN = new Semaphore(0);
      @Tool public String patient() throws InterruptedException { BEGAN.release(); GATE.acquire(); return "done"; }
      @Tool public String hasty() throws InterruptedException { Thread.sleep(600_000); return "never"; }
      @Tool public void began() throws InterruptedException { BEGAN.acquire(); }
      @Tool public void open() { GATE.release(); }
      @Tool public String talk(int length) { return "x".repeat(length); }
      @Tool public String talk_more(int length) { return "x".repeat(length); }
      @Tool public ToolResponse nest(int levels) {
        Object it = List.of();
        for (int i = 1; i < levels; i++) it = List.of(it);
        return new ToolResponse(false, List.of(new TextContent("nested")), it);
      }
      @Prompt public String ask() throws InterruptedException { Thread.sleep(600_000); return "never"; }
      """);

  @RegisterExtension
  static final TestHost host = new TestHost(
      """
          { "calls": { "timeout": "2m", "maxResult": "1MiB" }, "tenants": {
            "demo": { "calls": { "plugins": { "slow": { "timeout": "300ms", "maxResult": "100B" } }, "tools": {
              "patient": { "timeout": "2m", "concurrencyPerTool": 1, "queuePerTool": 0 }, "began": { "timeout": "2m" }, "open": { "timeout": "2m" },
              "talk_*": { "maxResult": "1KiB" }, "talk*": { "timeout": "2m" } } } },
            "other": { "calls": { "tools": { "patient": { "concurrencyPerTool": 1, "queuePerTool": 1 } } } },
            "brief": { "calls": { "tools": { "patient": { "concurrencyPerTool": 1, "queueTimeout": "200ms" } } } } } }
          """)
      .jar("demo", PluginJars.jar(folder(), "slow", SLOW)).jar("other", PluginJars.jar(folder(), "slow", SLOW))
      .jar("brief", PluginJars.jar(folder(), "slow", SLOW));

  private static Path folder() {
    try {
      return Files.createTempDirectory("gatehouse-jars");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static McpClient of(String tenant) {
    return McpClient.of(host.url() + "/mcp").key(host.key(tenant, "tools", "*", "prompts", "*"));
  }

  @Test
  void a_timeout_is_the_tools_before_it_is_the_plugins() throws Exception {
    CompletableFuture<McpClient.Reply> patient = CompletableFuture.supplyAsync(() -> of("demo").call("patient", "{}"));

    assertThat(of("demo").call("hasty", "{}").toolText()).isEqualTo("Tool 'hasty' did not answer in time and was stopped.");
    assertThat(of("demo").header("Mcp-Name", "ask")
        .request("prompts/get", dev.gatehouse.rpc.Json.object().put("name", "ask")).message()).contains("did not answer in time");
    assertThat(patient).isNotDone();
    of("demo").call("began", "{}");
    assertThat(of("demo").call("patient", "{}").message())
        .contains("tool 'patient' is full: 1 running and 0 waiting");
    of("demo").call("open", "{}");
    assertThat(patient.get(60, TimeUnit.SECONDS).toolText()).isEqualTo("done");
  }

  @Test
  void a_call_that_did_not_answer_in_time_is_an_error_in_the_audit_and_no_cancelled_one() throws Exception {
    String key = host.key("demo", "tools", "hasty");

    McpClient.of(host.url() + "/mcp").key(key).call("hasty", "{}");

    String entry = " key " + TestHost.idOf(key) + " owner - tool hasty outcome ";
    eventually(() -> audit().contains(entry));
    assertThat(audit()).contains(entry + "error");
  }

  private static String audit() {
    return host.redis().cli("XREVRANGE", "mcp:audit:{demo}", "+", "-").replace('\n', ' ');
  }

  @Test
  void a_call_for_which_there_is_no_place_is_busy_and_has_spent_nothing() throws Exception {
    McpClient once = McpClient.of(host.url() + "/mcp").key(host.key("demo", "tools", "*", "rate", "1/1h"));
    CompletableFuture<McpClient.Reply> patient = CompletableFuture.supplyAsync(() -> of("demo").call("patient", "{}"));
    of("demo").call("began", "{}");

    assertThat(once.call("patient", "{}").status()).isEqualTo(503);

    of("demo").call("open", "{}");
    assertThat(patient.get(60, TimeUnit.SECONDS).toolText()).isEqualTo("done");
    of("demo").call("open", "{}");
    assertThat(once.call("patient", "{}").toolText()).isEqualTo("done");
    of("demo").call("began", "{}");
    assertThat(once.call("patient", "{}").status()).isEqualTo(429);
  }

  @Test
  void a_call_that_waited_in_vain_has_spent_nothing() throws Exception {
    McpClient once = McpClient.of(host.url() + "/mcp").key(host.key("brief", "tools", "*", "rate", "1/1h", "quota", "1/1d"));
    CompletableFuture<McpClient.Reply> patient = CompletableFuture.supplyAsync(() -> of("brief").call("patient", "{}"));
    of("brief").call("began", "{}");

    for (int i = 0; i < 2; i++) {
      McpClient.Reply late = once.call("patient", "{}");
      assertThat(late.status()).isEqualTo(503);
      assertThat(late.message()).contains("tool 'patient' had no place to run in within 200 ms");
    }

    of("brief").call("open", "{}");
    assertThat(patient.get(60, TimeUnit.SECONDS).toolText()).isEqualTo("done");
    of("brief").call("open", "{}");
    assertThat(once.call("patient", "{}").toolText()).isEqualTo("done");
    assertThat(once.call("patient", "{}").status()).isEqualTo(429);
  }

  @Test
  void one_that_may_wait_waits_and_runs_then() throws Exception {
    Supplier<McpClient.Reply> patient = () -> of("other").call("patient", "{}");
    List<CompletableFuture<McpClient.Reply>> calls = new ArrayList<>();
    calls.add(CompletableFuture.supplyAsync(patient));
    of("other").call("began", "{}");
    calls.add(CompletableFuture.supplyAsync(patient));
    eventually(() -> Wire.metric(host, "gatehouse_calls_waiting") == 1);

    McpClient.Reply busy = patient.get();

    assertThat(busy.message()).contains("tool 'patient' is full: 1 running and 1 waiting");
    of("other").call("open", "{}");
    of("other").call("open", "{}");
    for (CompletableFuture<McpClient.Reply> call : calls) {
      assertThat(call.get(60, TimeUnit.SECONDS).toolText()).isEqualTo("done");
    }
  }

  @Test
  void the_longest_result_is_the_tools_before_it_is_the_plugins_and_nobody_elses() {
    assertThat(of("demo").call("talk", "{\"length\": 100}").toolText()).hasSize(100);
    assertThat(of("demo").call("talk", "{\"length\": 101}").toolText()).contains("has 101 bytes, more than the 100");
    assertThat(of("demo").call("talk_more", "{\"length\": 1024}").toolText()).hasSize(1024);
    assertThat(of("demo").call("talk_more", "{\"length\": 1025}").toolText()).contains("more than the 1024");
    assertThat(of("other").call("talk", "{\"length\": 5000}").toolText()).hasSize(5000);
  }

  @Test
  void an_answer_has_a_bounded_depth() {
    assertThat(of("other").call("nest", "{\"levels\": 90}").json().at("/result/structuredContent").toString())
        .isEqualTo("[".repeat(90) + "]".repeat(90));
    for (int levels : new int[] {91, 400}) {
      assertThat(of("other").call("nest", "{\"levels\": " + levels + "}").toolText()).as("%d levels", levels)
          .isEqualTo(
              "The answer of tool 'nest' is nested more than 90 levels deep, which this host does not pass on. Ask for a part of it.");
    }
    assertThat(of("other").call("nest", "{\"levels\": 1200}").toolText()).as("not even written: it might be a cycle")
        .startsWith("Tool 'nest' failed inside.");
  }

  /** Beyond 128 KiB it is another thread that reads and writes. */
  @Test
  void what_is_long_is_read_and_written_like_what_is_short() {
    assertThat(of("other").call("talk", "{\"length\": 300000}").toolText()).hasSize(300_000);
    assertThat(of("other").call("talk", "{\"length\": 1, \"pad\": \"" + "x".repeat(300_000) + "\"}").toolText())
        .contains("'pad' is unknown");
    McpClient.Reply unreadable = of("other").post("{" + " ".repeat(300_000) + "]");
    assertThat(unreadable.status()).isEqualTo(400);
    assertThat(unreadable.message()).startsWith("Parse error: the body is not one JSON document at line 1");
  }

  @Test
  void a_body_that_cannot_be_read_is_told_why() {
    assertThat(of("other").post("{\"id\":1,\"params\":{\"name\":\"a\",\"name\":\"b\"}}").message())
        .startsWith("Parse error: the body has the member 'name' twice in one object, at line 1, column");
    assertThat(of("other").post("[".repeat(101) + "]".repeat(101)).message())
        .isEqualTo("Parse error: the body is nested more than 100 levels deep");
  }
}
