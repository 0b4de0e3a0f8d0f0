package dev.gatehouse.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The JDK's HTTP client with the words of the protocol, for tests that look at the wire itself. */
public final class McpClient {

  /** The current revision. */
  public static final String MODERN = "2026-07-28";

  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String url;
  private final Map<String, String> headers;
  private final AtomicLong ids = new AtomicLong();

  private McpClient(String url, Map<String, String> headers) {
    this.url = url;
    this.headers = headers;
  }

  /** Talks to a URL without a key. */
  public static McpClient of(String url) {
    return new McpClient(url, Map.of());
  }

  /** The same with a Bearer key. */
  public McpClient key(String key) {
    return header("Authorization", "Bearer " + key);
  }

  /** The same with one header more. */
  public McpClient header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new McpClient(url, more);
  }

  /** The same with the headers of another. */
  McpClient headersOf(McpClient other) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.putAll(other.headers);
    return new McpClient(url, more);
  }

  /** An answer: its status, headers, and body. */
  public record Reply(int status, java.net.http.HttpHeaders headers, String text) {

    /** The body as JSON. */
    public JsonNode json() {
      try {
        return Json.mapper().readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException("not JSON: " + text, e);
      }
    }

    /** The text of the first block of a tool's answer. */
    public String toolText() {
      return json().at("/result/content/0/text").textValue();
    }

    /** The JSON-RPC error's code, 0 for none. */
    public int code() {
      return json().at("/error/code").asInt();
    }

    /** The JSON-RPC error's message. */
    public String message() {
      return json().at("/error/message").asText();
    }

    /** A header, or null. */
    public String header(String name) {
      return headers.firstValue(name).orElse(null);
    }
  }

  /** Calls a tool as a client of 2026-07-28 does; arguments are a JSON object. */
  public Reply call(String tool, String arguments) {
    ObjectNode params = Json.object().put("name", tool);
    params.set("arguments", json(arguments));
    return header("Mcp-Name", tool).request("tools/call", params);
  }

  /** Lists tools as a client of 2026-07-28 does. */
  public Reply list() {
    return request("tools/list", Json.object());
  }

  /** Any request of 2026-07-28, with its headers and metadata. */
  public Reply request(String method, ObjectNode params) {
    params.withObjectProperty("_meta")
        .put("io.modelcontextprotocol/protocolVersion", MODERN)
        .putObject("io.modelcontextprotocol/clientCapabilities");
    return header("MCP-Protocol-Version", MODERN).header("Mcp-Method", method)
        .post(rpc(ids.incrementAndGet(), method, params).toString());
  }

  /** A JSON-RPC request. */
  public static ObjectNode rpc(long id, String method, ObjectNode params) {
    ObjectNode request = Json.object().put("jsonrpc", "2.0").put("id", id).put("method", method);
    request.set("params", params);
    return request;
  }

  /** Posts a body as JSON. */
  public Reply post(String body) {
    return send("POST", body);
  }

  /** Sends a request without the words of the protocol; a null body for none. */
  public Reply send(String method, String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.setHeader("Content-Type", "application/json");
      request.setHeader("Accept", "application/json, text/event-stream");
    }
    headers.forEach(request::setHeader);
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
