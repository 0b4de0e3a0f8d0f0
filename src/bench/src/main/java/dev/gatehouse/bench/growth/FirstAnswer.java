package dev.gatehouse.bench.growth;

import dev.gatehouse.bench.Child;
import dev.gatehouse.bench.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Supplier;

/** Waits until a server gives the right answer to {@code add}. */
public final class FirstAnswer {

  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final int PATIENCE_SECONDS = 300;
  private static final int PAUSE_MILLIS = 2;
  private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
      + "{\"name\":\"add\",\"arguments\":{\"a\":2,\"b\":3}%s}}";
  private static final String META = ",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
      + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
  private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":"
      + "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}";

  private FirstAnswer() {
  }

  /**
   * Waits for this host's.
   *
   * @throws IOException when it has ended, or there is none for five minutes
   */
  public static void await(Child process, Endpoint to) throws IOException, InterruptedException {
    HttpRequest call = post(to.port(), CALL.formatted(META), "2026-07-28")
        .header("Authorization", "Bearer " + to.key()).header("Mcp-Method", "tools/call").header("Mcp-Name", "add").build();
    await(process, () -> answered(call));
  }

  /** Waits for that of a server with sessions and without keys. */
  static void awaitOlder(Child process, int port) throws IOException, InterruptedException {
    await(process, () -> older(port));
  }

  private static void await(Child process, Supplier<Boolean> answered) throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
    while (!answered.get()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException("a server did not answer within " + PATIENCE_SECONDS + " s");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static boolean older(int port) {
    HttpResponse<String> opened = send(post(port, INITIALIZE, "2025-06-18").build());
    if (opened == null) {
      return false;
    }
    HttpRequest.Builder call = post(port, CALL.formatted(""), "2025-06-18");
    opened.headers().firstValue("Mcp-Session-Id").ifPresent(id -> {
      call.header("Mcp-Session-Id", id);
      send(post(port, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", "2025-06-18").header("Mcp-Session-Id", id).build());
    });
    return answered(call.build());
  }

  private static HttpRequest.Builder post(int port, String body, String revision) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/mcp")).timeout(Duration.ofSeconds(10))
        .header("Content-Type", "application/json").header("Accept", "application/json, text/event-stream")
        .header("MCP-Protocol-Version", revision).POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static boolean answered(HttpRequest call) {
    HttpResponse<String> response = send(call);
    return response != null && response.body().contains("\"text\":\"5\"");
  }

  /** Null when nobody listens yet. */
  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
