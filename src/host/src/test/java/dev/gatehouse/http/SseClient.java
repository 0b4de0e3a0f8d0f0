package dev.gatehouse.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.rpc.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** One stream of events: of 2024-11-05, where a {@link McpClient} posts to the address that it tells, or of 2026-07-28. */
public final class SseClient implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final HttpResponse<InputStream> response;
  private final BufferedReader lines;
  private volatile String lastId;

  private SseClient(HttpResponse<InputStream> response) {
    this.response = response;
    this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  /** Opens a stream; the key may be null. */
  static SseClient open(String url, String key) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/event-stream");
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    return send(request);
  }

  /** The same with more headers, name and value by turns. */
  static SseClient open(String url, String key, String... headers) {
    return send(HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/event-stream").header("Authorization", "Bearer " + key)
        .headers(headers));
  }

  /** Listens as a client of 2026-07-28 does, to changes of the tools. */
  public static SseClient listen(String url, String key) {
    return listen(url, key, "{\"toolsListChanged\":true}");
  }

  /** Listens as a client of 2026-07-28 does, to what a JSON object names. */
  static SseClient listen(String url, String key, String notifications) {
    String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscriptions/listen\",\"params\":{\"notifications\":" + notifications + ","
        + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" + McpClient.MODERN
        + "\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
    return send(HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(body))
        .header("Content-Type", "application/json").header("Accept", "application/json, text/event-stream")
        .header("Authorization", "Bearer " + key)
        .header("MCP-Protocol-Version", McpClient.MODERN).header("Mcp-Method", "subscriptions/listen"));
  }

  /** Opens the stream of a session of 2025-03-26 to 2025-11-25, for what belongs to no request. */
  static SseClient ofSession(String url, String key, String session) {
    return send(HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/event-stream").header("Authorization", "Bearer " + key)
        .header("Mcp-Session-Id", session));
  }

  /** Posts a message in a session, whose answer is a stream. */
  static SseClient post(String url, String key, String session, String body) {
    return send(HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(body))
        .header("Content-Type", "application/json").header("Accept", "application/json, text/event-stream")
        .header("Authorization", "Bearer " + key).header("Mcp-Session-Id", session));
  }

  private static SseClient send(HttpRequest.Builder request) {
    try {
      return new SseClient(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One event. */
  public record Event(String name, String data) {

    public JsonNode json() {
      try {
        return Json.mapper().readTree(data);
      } catch (IOException e) {
        throw new UncheckedIOException(data, e);
      }
    }
  }

  int status() {
    return response.statusCode();
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  /** Waits for the next event; null when the stream has ended. */
  public Event next() {
    String name = null;
    String data = null;
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          data = line.substring("data: ".length());
        } else if (line.startsWith("id: ")) {
          lastId = line.substring("id: ".length());
        } else if (line.isEmpty() && (name != null || data != null)) {
          return new Event(name, data);
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the next event that is a message. */
  JsonNode message() {
    Event event = next();
    while (event != null && event.data().isEmpty()) {
      event = next();
    }
    return event == null ? null : event.json();
  }

  /** Waits for the next message of a method, and passes over others. */
  JsonNode message(String method) {
    JsonNode message = message();
    while (message != null && !method.equals(message.path("method").textValue())) {
      message = message();
    }
    return message;
  }

  /** The id of the last event that had one, or null. */
  String lastId() {
    return lastId;
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
