package dev.gatehouse.bench;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;

/** The opening of a session: {@code initialize}, then {@code notifications/initialized}. */
final class Handshake {

  private static final String SESSION = "Mcp-Session-Id";
  private static final int OK = 200;
  private static final Buffer INITIALIZE = Buffer.buffer("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":"
      + "{\"protocolVersion\":\"" + CallMessage.OLDER + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}");
  private static final Buffer INITIALIZED = Buffer.buffer("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

  private final HttpClient client;
  private final int port;

  Handshake(HttpClient client, int port) {
    this.client = client;
    this.port = port;
  }

  /**
   * Opens one.
   *
   * @return the headers of its calls; the same as before where the server keeps no sessions
   */
  Future<Map<String, String>> open(Map<String, String> headers) {
    return post(headers, INITIALIZE).compose(session -> {
      Map<String, String> all = new HashMap<>(headers);
      if (!session.isEmpty()) {
        all.put(SESSION, session);
      }
      return post(all, INITIALIZED).map(all);
    });
  }

  private Future<String> post(Map<String, String> headers, Buffer body) {
    return client.request(HttpMethod.POST, port, "127.0.0.1", "/mcp").compose(request -> {
      headers.forEach(request::putHeader);
      return request.send(body);
    }).compose(Handshake::session);
  }

  private static Future<String> session(HttpClientResponse response) {
    return response.end().map(end -> {
      if (response.statusCode() / 100 != OK / 100) {
        throw new IllegalStateException("the server opened no session: HTTP " + response.statusCode());
      }
      String session = response.getHeader(SESSION);
      return session == null ? "" : session;
    });
  }
}
