package dev.gatehouse.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** An OpenAI-compatible endpoint whose model says what a test tells it to, one script entry per request. */
public final class ScriptedModel implements AutoCloseable {

  /** Answers one request. */
  @FunctionalInterface
  public interface Step {

    void answer(Answer answer) throws Exception;
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final BlockingQueue<Step> script = new LinkedBlockingQueue<>();
  private final List<JsonNode> requests = new CopyOnWriteArrayList<>();

  /** An endpoint on a free port. */
  public ScriptedModel() throws IOException {
    this(0);
  }

  private ScriptedModel(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/v1/chat/completions", this::handle);
    server.start();
  }

  /** The {@code BASE_URL} of this endpoint. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** What the model does next, after all that it was told before. */
  public ScriptedModel then(Step step) {
    script.add(step);
    return this;
  }

  /** The model says this and is done. */
  public ScriptedModel says(String... pieces) {
    return then(answer -> answer.text(pieces).end());
  }

  /** The model asks for one call. */
  public ScriptedModel calls(String tool, String arguments) {
    return then(answer -> answer.call(0, tool, arguments).end());
  }

  /** What the client sent, in order. */
  public List<JsonNode> requests() {
    return requests;
  }

  /** What the client told the model in its last request: the answers to the calls of the reply before. */
  public List<String> told() {
    List<String> told = new ArrayList<>();
    for (JsonNode message : requests.get(requests.size() - 1).get("messages")) {
      String role = message.get("role").asText();
      if (role.equals("assistant")) {
        told.clear();
      } else if (role.equals("tool")) {
        told.add(message.get("content").asText());
      }
    }
    return told;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(JSON.readTree(exchange.getRequestBody()));
      Step step = script.poll();
      if (step == null) {
        exchange.sendResponseHeaders(418, -1);
        return;
      }
      step.answer(new Answer(exchange));
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** A reply, streamed piece by piece. */
  public static final class Answer {

    private final HttpExchange exchange;
    private OutputStream out;

    private Answer(HttpExchange exchange) {
      this.exchange = exchange;
    }

    /** Answers with an error instead. */
    public void fail(int status, String body) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }

    /** Says something. */
    public Answer text(String... pieces) throws IOException {
      for (String piece : pieces) {
        delta("{\"content\":" + JSON.writeValueAsString(piece) + "}", null);
      }
      return this;
    }

    /** Asks for a call, its arguments in pieces of a few characters. */
    public Answer call(int index, String tool, String arguments) throws IOException {
      delta("{\"tool_calls\":[{\"index\":" + index + ",\"id\":\"c" + index + "\",\"type\":\"function\",\"function\":{\"name\":\""
          + tool + "\",\"arguments\":\"\"}}]}", null);
      for (int i = 0; i < arguments.length(); i += 3) {
        String piece = arguments.substring(i, Math.min(arguments.length(), i + 3));
        delta("{\"tool_calls\":[{\"index\":" + index + ",\"function\":{\"arguments\":" + JSON.writeValueAsString(piece) + "}}]}", null);
      }
      return this;
    }

    /** Is done. */
    public void end() throws IOException {
      delta("{}", "stop");
      write("data: [DONE]\n\n");
    }

    private void delta(String delta, String finish) throws IOException {
      write(
          "data: {\"id\":\"r\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"scripted\",\"choices\":[{\"index\":0,\"delta\":"
              + delta + ",\"finish_reason\":" + (finish == null ? "null" : "\"" + finish + "\"") + "}]}\n\n");
    }

    private void write(String text) throws IOException {
      if (out == null) {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        out = exchange.getResponseBody();
      }
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  /** By hand: a model on the port that is given, for a terminal that shows the article's dialogue, again and again. */
  public static void main(String[] args) throws Exception {
    ScriptedModel model = new ScriptedModel(Integer.parseInt(args[0]));
    while (true) {
      if (model.script.isEmpty()) {
        model.calls("demo_add", "{\"a\": 2, \"b\": 3}").calls("demo_subtract", "{\"a\": 5, \"b\": 4}")
            .then(answer -> {
              boolean refused = model.told().get(0).startsWith("refused");
              String text = refused ? "2 + 3 is 5. I may not subtract: your key does not allow it." : "2 + 3 is 5, and 5 - 4 is 1.";
              for (String word : text.split("(?<= )")) {
                Thread.sleep(80);
                answer.text(word);
              }
              answer.end();
            });
      }
      Thread.sleep(50);
    }
  }
}
