package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A name that does not exist: what was probably meant is named, if the key may use it. */
class UnknownNameIT {

  @RegisterExtension
  static final TestHost host = new TestHost("{}").jar("shop", shop());

  private static Path shop() {
    try {
      return PluginJars.jar(Files.createTempDirectory("gatehouse-jars"), "shop", PluginJars.plugin("""
          @Tool public String listTickets() { return ""; }
          @Prompt public String weekly_report() { return ""; }
          """));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static McpClient with(String... fields) {
    return McpClient.of(host.url() + "/mcp").key(host.key("shop", fields));
  }

  private static McpClient.Reply prompt(McpClient client, String name) {
    return client.header("Mcp-Name", name).request("prompts/get", Json.object().put("name", name));
  }

  @Test
  void what_was_meant_is_named_to_whoever_may_use_it() {
    McpClient all = with("tools", "*", "prompts", "*");

    assertThat(all.call("list_tickets", "{}").message()).isEqualTo("Unknown tool: 'list_tickets'. Did you mean 'listTickets'?");
    assertThat(all.call("weather", "{}").message()).isEqualTo("Unknown tool: 'weather'");
    assertThat(prompt(all, "weeklyReport").message()).isEqualTo("Unknown prompt: 'weeklyReport'. Did you mean 'weekly_report'?");
  }

  @Test
  void nobody_learns_of_what_they_may_not_use() {
    McpClient some = with("tools", "list_* * !listTickets", "prompts", "* !weekly_report");

    assertThat(some.call("list_tickets", "{}").message()).isEqualTo("Unknown tool: 'list_tickets'");
    assertThat(prompt(some, "weeklyReport").message()).isEqualTo("Unknown prompt: 'weeklyReport'");
  }
}
