package dev.gatehouse.mcp.legacy;

import io.vertx.core.buffer.Buffer;

/**
 * The stream of one request, with the messages that precede its response and the response itself. They go to the connection of the request
 * at once, and to the session's log, from which any host resumes the stream for a client whose connection broke (specification 2025-11-25,
 * resumability). Thread-safe.
 */
final class RequestStream {

  private final SessionStreams streams;
  private final String name;
  private final EventReader connection;
  private boolean muted;
  private long sequence;
  private boolean ended;

  RequestStream(SessionStreams streams, String name, EventReader connection) {
    this.streams = streams;
    this.name = name;
    this.connection = connection;
  }

  String name() {
    return name;
  }

  /** Sends a message, which is dropped when the stream has ended. */
  synchronized void send(Buffer data) {
    if (ended) {
      return;
    }
    sequence++;
    if (!muted) {
      connection.event(EventId.of(name, sequence).toString(), data);
    }
    streams.append(name, sequence, data);
  }

  /** Ends the connection, not the stream: the client reconnects for the rest. */
  synchronized void detach() {
    muted = true;
    connection.end();
  }

  /** Sends no more to the connection, which stays open until the end: the client has come back on another. */
  synchronized void mute() {
    muted = true;
  }

  /** Ends the stream after its last message. */
  synchronized void end() {
    if (!ended) {
      ended = true;
      connection.end();
      streams.append(name, sequence + 1, null);
      streams.over(this);
    }
  }
}
