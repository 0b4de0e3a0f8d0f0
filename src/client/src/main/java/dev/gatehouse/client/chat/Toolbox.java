package dev.gatehouse.client.chat;

import dev.gatehouse.client.model.ToolDescription;
import dev.gatehouse.client.servers.Server;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tools of all servers, each under a name that the model may use: {@code demo_add} is {@code add} of {@code demo}. Chat Completions
 * allows 64 of {@code a-zA-Z0-9_-}; MCP allows more, so names are mapped and not taken apart.
 */
final class Toolbox {

  private static final int LONGEST_NAME = 64;

  /** A tool and whose it is. */
  record Entry(Server server, String tool) {

    /** As people see it. */
    String label() {
      return server.name() + " " + tool;
    }
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final List<ToolDescription> descriptions = new ArrayList<>();
  private final List<Server> servers;
  private boolean answered;

  /**
   * A box without tools yet.
   *
   * @param servers all servers, also those whose tools are not known
   */
  Toolbox(List<Server> servers) {
    this.servers = servers;
  }

  void add(Server server, List<Tool> tools) {
    answered = true;
    for (Tool tool : tools) {
      String name = free(sanitised(server.name() + "_" + tool.name()));
      entries.put(name, new Entry(server, tool.name()));
      descriptions.add(new ToolDescription(name, tool.description() == null ? "" : tool.description(), schema(tool)));
    }
  }

  /** MCP needs no {@code properties} in the schema of a tool without arguments; OpenAI's API refuses one without. */
  private static Map<String, Object> schema(Tool tool) {
    Map<String, Object> schema = new LinkedHashMap<>(tool.inputSchema() == null ? Map.of("type", "object") : tool.inputSchema());
    schema.putIfAbsent("properties", Map.of());
    return schema;
  }

  private static String sanitised(String name) {
    String clean = name.replaceAll("[^a-zA-Z0-9_-]", "_");
    return clean.substring(0, Math.min(LONGEST_NAME, clean.length()));
  }

  private String free(String name) {
    String free = name;
    for (int i = 2; entries.containsKey(free); i++) {
      String suffix = "_" + i;
      free = name.substring(0, Math.min(name.length(), LONGEST_NAME - suffix.length())) + suffix;
    }
    return free;
  }

  /** Whether any server answered, with tools or without. */
  boolean anyServer() {
    return answered;
  }

  List<ToolDescription> descriptions() {
    return List.copyOf(descriptions);
  }

  /** The tool of that name. One that is not listed but begins with a server's name is that server's to refuse, in its own words. */
  Optional<Entry> find(String name) {
    return Optional.ofNullable(entries.get(name)).or(() -> servers.stream()
        .filter(server -> name.startsWith(server.name() + "_"))
        .max(Comparator.comparingInt(server -> server.name().length()))
        .map(server -> new Entry(server, name.substring(server.name().length() + 1))));
  }
}
