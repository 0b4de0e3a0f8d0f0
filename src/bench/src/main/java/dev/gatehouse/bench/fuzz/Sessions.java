package dev.gatehouse.bench.fuzz;

import dev.gatehouse.bench.HttpAnswer;
import dev.gatehouse.bench.MintedKey;
import dev.gatehouse.bench.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sessions of one worker: opened when a message needs one, and again when the host knows it no more. */
final class Sessions implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final String MARK = "sessionId=";

  private final int port;
  private final Map<String, String> ids = new HashMap<>();
  private final StringBuilder read = new StringBuilder();
  private Wire stream;

  Sessions(int port) {
    this.port = port;
  }

  /** The id of the session that a message belongs to; empty when none could be opened. */
  Optional<String> id(Message message) {
    String name = message.session() + message.key().id();
    try {
      String id = ids.get(name);
      if (id == null) {
        id = message.session().equals(Seed.OLDEST) ? stream(message.key()) : open(message);
        ids.put(name, id);
      }
      return Optional.of(id);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void forget(Message message) {
    ids.remove(message.session() + message.key().id());
  }

  private String open(Message message) throws IOException {
    HttpText http = new HttpText().header("Host", "localhost").header("Authorization", "Bearer " + message.key().text())
        .header("Content-Type", "application/json").header("Accept", "application/json, text/event-stream");
    http.body = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"" + message.session()
        + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"fuzz\",\"version\":\"1\"}}}";
    try (Wire wire = Wire.open(port)) {
      wire.send(http.toString().getBytes(StandardCharsets.ISO_8859_1));
      HttpAnswer answer = wire.read(PATIENCE_MILLIS, PATIENCE_MILLIS, false);
      if (answer == null || answer.header("mcp-session-id") == null) {
        throw new IOException("no session: " + answer);
      }
      return answer.header("mcp-session-id");
    }
  }

  private String stream(MintedKey key) throws IOException {
    close();
    HttpText http = new HttpText().header("Host", "localhost").header("Authorization", "Bearer " + key.text())
        .header("Accept", "text/event-stream");
    http.method = "GET";
    http.target = "/sse";
    stream = Wire.open(port);
    stream.send(http.toString().getBytes(StandardCharsets.ISO_8859_1));
    stream.head(PATIENCE_MILLIS);
    String endpoint = stream.data(PATIENCE_MILLIS);
    if (endpoint == null || !endpoint.contains(MARK)) {
      throw new IOException("no stream");
    }
    return endpoint.substring(endpoint.indexOf(MARK) + MARK.length());
  }

  /** The messages that have come on the stream of 2024-11-05 since the last look. */
  List<String> events() {
    if (stream == null) {
      return List.of();
    }
    try {
      read.append(stream.available());
    } catch (IOException e) {
      // The host has ended the stream: the next message finds that out.
      close();
    }
    int end = read.lastIndexOf("\n") + 1;
    List<String> events = Checks.events(read.substring(0, end));
    read.delete(0, end);
    return events;
  }

  @Override
  public void close() {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }
}
