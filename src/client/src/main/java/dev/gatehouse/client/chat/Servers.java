package dev.gatehouse.client.chat;

import dev.gatehouse.client.servers.Server;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** All servers of the chat. What they offer is asked for anew for each question: rights change, servers come and go. */
final class Servers {

  private final List<Server> servers;
  private final Display display;
  private final Map<Server, String> told = new LinkedHashMap<>();
  private final ExecutorService threads = Threads.waiting("server");

  Servers(List<Server> servers, Display display) {
    this.servers = servers;
    this.display = display;
  }

  /**
   * What can be called now. A server that cannot be used is left out, and the person is told when that changes.
   *
   * @throws InterruptedException when the thread was interrupted while it waited
   */
  Toolbox tools() throws InterruptedException {
    Map<Server, Future<List<Tool>>> lists = new LinkedHashMap<>();
    servers.forEach(server -> lists.put(server, threads.submit(server::tools)));
    Toolbox tools = new Toolbox(servers);
    for (Map.Entry<Server, Future<List<Tool>>> listed : lists.entrySet()) {
      Server server = listed.getKey();
      try {
        List<Tool> list = listed.getValue().get();
        tools.add(server, list);
        tell(server, server.name() + ": " + names(list));
      } catch (ExecutionException e) {
        tell(server, "!! " + (e.getCause() == null ? e : e.getCause()).getMessage());
      }
    }
    return tools;
  }

  private static String names(List<Tool> tools) {
    List<String> names = new ArrayList<>();
    tools.forEach(tool -> names.add(tool.name()));
    return names.isEmpty() ? "no tools for this key" : String.join(", ", names);
  }

  private void tell(Server server, String state) {
    if (!state.equals(told.put(server, state))) {
      display.line(state);
    }
  }
}
