package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code tenants.<t>.calls} sets is what a call of that tenant, plugin or tool meets. */
@Timeout(60)
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
      @Prompt public String ask() throws InterruptedException { Thread.sleep(600_000); return "never"; }
      """);

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "calls": { "timeout": "40s", "maxResult": "1MiB" }, "tenants": {
        "demo": { "calls": { "plugins": { "slow": { "timeout": "300ms", "maxResult": "100B" } }, "tools": {
          "patient": { "timeout": "30s", "concurrencyPerTool": 1 }, "began": { "timeout": "30s" },
          "talk_*": { "maxResult": "1KiB" } } } },
        "other": {} } }
      """).jar("demo", PluginJars.jar(folder(), "slow", SLOW)).jar("other", PluginJars.jar(folder(), "slow", SLOW));

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
    assertThat(of("demo").call("patient", "{}").message()).contains("all 1 calls that tool 'patient' may run at once are running");
    of("demo").call("open", "{}");
    assertThat(patient.get(20, TimeUnit.SECONDS).toolText()).isEqualTo("done");
  }

  @Test
  void the_longest_result_is_the_tools_before_it_is_the_plugins_and_nobody_elses() {
    assertThat(of("demo").call("talk", "{\"length\": 100}").toolText()).hasSize(100);
    assertThat(of("demo").call("talk", "{\"length\": 101}").toolText()).contains("has 101 bytes, more than the 100");
    assertThat(of("demo").call("talk_more", "{\"length\": 1024}").toolText()).hasSize(1024);
    assertThat(of("demo").call("talk_more", "{\"length\": 1025}").toolText()).contains("more than the 1024");
    assertThat(of("other").call("talk", "{\"length\": 5000}").toolText()).hasSize(5000);
  }
}
