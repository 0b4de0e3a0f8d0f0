package dev.gatehouse.mcp.legacy;

import dev.gatehouse.feature.loop.CallersLoop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The streams of a session that this host sends on or shows. Thread-safe. */
public final class SessionStreams {

  /** The maximum number of connections that show the rest of requests' streams; one more ends the oldest. */
  static final int MOST_RESUMED = 32;

  private final HostNames names;
  private final SessionLog log;
  private final OwnStream own;
  private final Map<String, RequestStream> requests = new ConcurrentHashMap<>(2);
  /** The newest last. */
  private final Queue<ResumedStream> resumed = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /**
   * No connections yet.
   *
   * @param bound whether the session ends with its connection, as in 2024-11-05
   */
  SessionStreams(HostNames names, SessionLog log, boolean bound) {
    this.names = names;
    this.log = log;
    this.own = new OwnStream(log, names.host(), bound);
  }

  /** The stream for messages that belong to no request; in 2024-11-05, for all messages. */
  public OwnStream own() {
    return own;
  }

  /** Opens a stream for one request, shown on its connection. */
  RequestStream open(EventReader connection) {
    RequestStream stream = new RequestStream(this, names.stream(), connection);
    if (!closed) {
      requests.put(stream.name(), stream);
    }
    return stream;
  }

  /** Forgets a request's stream that has ended. */
  void over(RequestStream ended) {
    requests.remove(ended.name());
  }

  /** Whether a request whose stream this is runs on this host. */
  boolean isOpen(String stream) {
    return requests.containsKey(stream);
  }

  /** Looks for the rest of a request's stream. */
  public Future<ResumedStream> resume(EventId after) {
    return CallersLoop.of(ResumedStream.find(this, after));
  }

  /** A connection shows the rest of a request's stream from now on. */
  void resumed(ResumedStream shown) {
    RequestStream live = requests.get(shown.stream());
    if (live != null) {
      live.mute();
    }
    resumed.add(shown);
    endOldest();
    if (closed) {
      shown.end();
    }
  }

  /** Each of them reads the log when that grows. */
  private void endOldest() {
    while (resumed.size() > MOST_RESUMED) {
      ResumedStream oldest = resumed.poll();
      if (oldest != null) {
        oldest.end();
      }
    }
  }

  /** The connection of a resumed stream is gone. */
  void forget(ResumedStream gone) {
    resumed.remove(gone);
  }

  /** Whether a connection shows the session's own stream, or the rest of a request's. */
  boolean isRead() {
    return own.isRead() || !resumed.isEmpty();
  }

  SessionLog log() {
    return log;
  }

  /** The number of this host. */
  int host() {
    return names.host();
  }

  /** Appends to the log, unless the session has ended: a tool may run on and send messages after that. */
  void append(String stream, long sequence, @Nullable Buffer data) {
    if (!closed) {
      log.append(stream, sequence, data);
    }
  }

  /** The log may have grown. */
  void appended() {
    own.appended();
    resumed.forEach(ResumedStream::appended);
  }

  /** Looks whether hosts that it waits for are running. Called periodically. */
  void check() {
    own.check();
    resumed.forEach(ResumedStream::check);
  }

  /** Ends all connections. */
  void close() {
    closed = true;
    requests.values().forEach(RequestStream::end);
    resumed.forEach(ResumedStream::end);
    own.end();
  }
}
