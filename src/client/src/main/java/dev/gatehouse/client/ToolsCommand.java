package dev.gatehouse.client;

import dev.gatehouse.client.servers.Plain;
import dev.gatehouse.client.servers.Server;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tools}: what a key may call. */
@Command(name = "tools", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
    description = "Lists the tools that the key may call, with their arguments.")
final class ToolsCommand implements Callable<Integer> {

  @Mixin
  private OneServer options;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (Server server = options.open()) {
      PrintWriter out = spec.commandLine().getOut();
      server.tools().forEach(tool -> print(tool, out));
      out.flush();
      return Exit.OK;
    }
  }

  private static void print(Tool tool, PrintWriter out) {
    out.println(Plain.line(tool.name()));
    if (tool.description() != null) {
      out.println("    " + Plain.line(tool.description()));
    }
    Map<?, ?> schema = tool.inputSchema() == null ? Map.of() : tool.inputSchema();
    List<?> required = schema.get("required") instanceof List<?> names ? names : List.of();
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach((name, property) -> out.println(
          "    " + argument(String.valueOf(name), property instanceof Map<?, ?> map ? map : Map.of(), required.contains(name))));
    }
  }

  private static String argument(String name, Map<?, ?> property, boolean required) {
    Object choices = property.get("enum");
    String type = String.valueOf(choices != null ? "one of " + choices : property.get("type") != null ? property.get("type") : "any");
    String description = property.get("description") == null ? "" : ": " + property.get("description");
    return Plain.line(name + " (" + type + (required ? "" : ", optional") + ")" + description);
  }
}
