package dev.gatehouse.bench.soak;

import dev.gatehouse.bench.HttpAnswer;
import dev.gatehouse.bench.Key;
import dev.gatehouse.bench.MintedKey;
import dev.gatehouse.bench.Wire;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** A client of the host with one key, on one connection, for one thread. Reports by itself what must never happen. */
final class Agent implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final String NO_REDIS = "cannot check keys";
  private static final AtomicLong IDS = new AtomicLong();
  private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
      + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

  private final int port;
  private final String tenant;
  private final MintedKey key;
  private final Tally tally;
  private Wire wire;
  private String session;
  private String revision;

  Agent(int port, String tenant, MintedKey key, Tally tally) {
    this.port = port;
    this.tenant = tenant;
    this.key = key;
    this.tally = tally;
  }

  /** Calls a tool: in the session when there is one, else by 2026-07-28. */
  Reply call(String tool, String arguments) {
    String id = "s" + IDS.incrementAndGet();
    String params = "\"name\":\"" + tool + "\",\"arguments\":" + arguments;
    Reply reply = session == null
        ? send(id, "tools/call", params + "," + META, modernHeaders("tools/call") + "Mcp-Name: " + tool + "\r\n")
        : send(id, "tools/call", params, sessionHeaders());
    if (reply.kind() == Reply.Kind.OK || reply.kind() == Reply.Kind.ERROR) {
      tally.ran(tenant, key, reply);
    }
    return reply;
  }

  /** Lists what there is. */
  Reply list(String method) {
    String id = "s" + IDS.incrementAndGet();
    return session == null
        ? send(id, method, META, modernHeaders(method))
        : send(id, method, "", sessionHeaders());
  }

  private static String modernHeaders(String method) {
    return "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: " + method + "\r\n";
  }

  private String sessionHeaders() {
    return "Mcp-Session-Id: " + session + "\r\nMCP-Protocol-Version: " + revision + "\r\n";
  }

  private Reply send(String id, String method, String params, String headers) {
    String body = "{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"method\":\"" + method + "\",\"params\":{" + params + "}}";
    long sent = System.nanoTime();
    HttpAnswer answer;
    try {
      answer = exchange(http("POST", headers, body));
    } catch (IOException e) {
      drop();
      tally.fault("no answer", key + " " + method + ": " + e);
      return new Reply(Reply.Kind.NONE, e.toString(), id);
    }
    Reply reply = Reply.of(answer, id);
    tally.count("answers: " + reply.kind());
    boolean excused = tally.excuses(System.nanoTime() - sent);
    if (reply.kind() == Reply.Kind.BROKEN && !(answer.status() == 503 && excused)) {
      tally.fault("an answer that is not meant", Key.hidden(answer.toString()));
    }
    if (reply.kind() == Reply.Kind.UNAVAILABLE) {
      unavailable(reply, excused);
    }
    return reply;
  }

  /** To be busy is meant at any time; not to know keys is meant while Redis is away. */
  private void unavailable(Reply reply, boolean excused) {
    if (excused) {
      tally.count("503 while Redis was away");
    } else if (reply.text().contains(NO_REDIS)) {
      tally.fault("the host could not ask Redis, although that was there", reply.text());
    } else {
      tally.count("503 with Retry-After: busy");
    }
  }

  /** An idle connection may be closed by the host at any moment: then nothing was sent, and a new one serves. */
  private HttpAnswer exchange(byte[] request) throws IOException {
    if (wire != null) {
      try {
        wire.send(request);
        HttpAnswer answer = wire.read(PATIENCE_MILLIS, PATIENCE_MILLIS, false);
        if (answer != null) {
          return kept(answer);
        }
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        tally.count("connections that the host had closed");
      }
      drop();
    }
    wire = Wire.open(port);
    wire.send(request);
    HttpAnswer answer = wire.read(PATIENCE_MILLIS, PATIENCE_MILLIS, false);
    if (answer == null) {
      throw new IOException("the host closed a new connection without an answer");
    }
    return kept(answer);
  }

  private HttpAnswer kept(HttpAnswer answer) {
    if (!answer.whole() || answer.closes()) {
      drop();
    }
    return answer;
  }

  private byte[] http(String method, String headers, String body) {
    String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
    return (method + " /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key.text()
        + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n" + headers + length
        + "\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Opens a session of an older revision; false when the host cannot just now. */
  boolean open(String wanted) throws IOException {
    session = null;
    HttpAnswer answer = exchange(http("POST", "",
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"" + wanted
            + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"soak\",\"version\":\"1\"}}}"));
    session = answer.header("mcp-session-id");
    revision = wanted;
    if (session == null) {
      return false;
    }
    exchange(http("POST", sessionHeaders(), "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"));
    tally.count("sessions opened");
    return true;
  }

  /** The session's own stream, on a connection of its own. */
  Wire stream() throws IOException {
    Wire stream = Wire.open(port);
    stream.send(http("GET", sessionHeaders(), ""));
    return stream;
  }

  /** A stream of changes by 2026-07-28, on a connection of its own. */
  Wire listen() throws IOException {
    Wire stream = Wire.open(port);
    stream.send(http("POST", modernHeaders("subscriptions/listen"), "{\"jsonrpc\":\"2.0\",\"id\":1,"
        + "\"method\":\"subscriptions/listen\",\"params\":{\"notifications\":{\"toolsListChanged\":true}," + META + "}}"));
    return stream;
  }

  /** Ends the session as a decent client does. */
  void delete() throws IOException {
    exchange(http("DELETE", sessionHeaders(), ""));
    session = null;
  }

  /** Forgets the session, as clients mostly do. */
  void forget() {
    session = null;
  }

  private void drop() {
    if (wire != null) {
      wire.close();
      wire = null;
    }
  }

  @Override
  public void close() {
    drop();
  }
}
