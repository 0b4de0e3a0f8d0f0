package dev.gatehouse.client.chat;

import dev.gatehouse.client.servers.Server;
import dev.gatehouse.client.servers.ServerException;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** All servers of the chat. What they offer is asked for anew for each question: rights change, servers come and go. */
final class Servers {

  private final List<Server> servers;
  private final Display display;
  private final Map<Server, String> told = new HashMap<>();

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
    Map<Server, CompletableFuture<List<Tool>>> lists = new HashMap<>();
    servers.forEach(server -> lists.put(server, CompletableFuture.supplyAsync(() -> list(server))));
    Toolbox tools = new Toolbox(servers);
    for (Server server : servers) {
      try {
        List<Tool> list = lists.get(server).get();
        tools.add(server, list);
        tell(server, server.name() + ": " + names(list));
      } catch (ExecutionException e) {
        tell(server, "!! " + e.getCause().getMessage());
      }
    }
    return tools;
  }

  private static List<Tool> list(Server server) {
    try {
      return server.tools();
    } catch (ServerException e) {
      throw new CompletionException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
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
