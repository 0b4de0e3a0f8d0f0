package dev.gatehouse.client.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An MCP server (2025-06-18, Streamable HTTP without sessions) whose tools do what a test says: what a sample plugin would not do. */
public final class ScriptedServer implements AutoCloseable {

  /** What a tool does. */
  @FunctionalInterface
  public interface Tool {

    void run(Call call) throws Exception;
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, Tool> tools = new ConcurrentHashMap<>();
  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();

  /** Listens. */
  public ScriptedServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/mcp", this::handle);
    server.start();
  }

  /** Where. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
  }

  /** Has a tool of this name, which is its description, too. */
  public ScriptedServer tool(String name, Tool tool) {
    tools.put(name, tool);
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      JsonNode message = JSON.readTree(exchange.getRequestBody());
      if (!message.has("method")) {
        answers.add(message);
      }
      if (!message.has("method") || !message.has("id")) {
        exchange.sendResponseHeaders(202, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      answer(message, new Call(message, exchange.getResponseBody()));
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private void answer(JsonNode message, Call call) throws Exception {
    switch (message.get("method").asText()) {
      case "initialize" -> call.result("""
          {"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"scripted","version":"1"}}""");
      case "tools/list" -> call.result("{\"tools\":[" + String.join(",", tools.keySet().stream()
          .map(name -> "{\"name\":" + quoted(name) + ",\"description\":" + quoted(name) + ",\"inputSchema\":{\"type\":\"object\"}}")
          .toList()) + "]}");
      case "tools/call" -> tools.get(message.get("params").get("name").asText()).run(call);
      default -> call.result("{}");
    }
  }

  private static String quoted(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** A request that is being answered, on a stream of its own. */
  public final class Call {

    private final JsonNode request;
    private final OutputStream out;

    private Call(JsonNode request, OutputStream out) {
      this.request = request;
      this.out = out;
    }

    /** Answers with a text. */
    public void text(String text) throws IOException {
      result("{\"content\":[{\"type\":\"text\",\"text\":" + JSON.writeValueAsString(text) + "}]}");
    }

    /** Answers with a result. */
    public void result(String json) throws IOException {
      send("{\"jsonrpc\":\"2.0\",\"id\":" + request.get("id") + ",\"result\":" + json + "}");
    }

    /** Answers with an error. */
    public void error(String json) throws IOException {
      send("{\"jsonrpc\":\"2.0\",\"id\":" + request.get("id") + ",\"error\":" + json + "}");
    }

    void progress(int done, int total, String message) throws IOException {
      send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":"
          + request.get("params").get("_meta").get("progressToken") + ",\"progress\":" + done + ",\"total\":" + total
          + ",\"message\":\"" + message + "\"}}");
    }

    /** Asks the client, and waits for what it answers. */
    JsonNode ask(String params) throws IOException, InterruptedException {
      send("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"elicitation/create\",\"params\":" + params + "}");
      return answers.poll(60, TimeUnit.SECONDS);
    }

    private void send(String json) throws IOException {
      out.write(("event: message\ndata: " + json.strip() + "\n\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
