package dev.gatehouse.mcp.legacy;

import dev.gatehouse.mcp.Outlet;
import dev.gatehouse.mcp.legacy.SessionStore.StoredEvent;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session's own stream, for the messages that belong to no request; in 2024-11-05, for all messages. Whatever host sends one appends it
 * to the session's log, and the host that the client's connection is on shows it from there. The newest of several connections gets the
 * messages (specification 2025-11-25, transports: each message on one connection only).
 *
 * <p>A stream that is bound to its connection, as in 2024-11-05, is on one host: that sends its own messages without the log.
 */
public final class OwnStream implements Outlet {

  /** The maximum number of connections on this host; one more ends the oldest. */
  private static final int MOST_READERS = 8;

  private final SessionLog log;
  private final StreamOwner owner;
  private final boolean bound;
  /** The newest last. Used on the log's event loop only, as all that is not volatile. */
  private final Deque<EventReader> readers = new ArrayDeque<>(1);
  private String cursor = SessionStore.START;
  private Future<Void> last = Future.succeededFuture();
  private boolean pumpWaits;
  private boolean closed;
  private volatile boolean read;

  OwnStream(SessionLog log, int host, boolean bound) {
    this.log = log;
    this.owner = new StreamOwner(log, host);
    this.bound = bound;
  }

  @Override
  public void send(RpcMessage message) {
    send(Json.write(RpcCodec.write(message)));
  }

  /** Does nothing: this is a stream already. */
  @Override
  public void stream() {
  }

  /** Sends a message. Thread-safe. While the log cannot be written, only a connection to this host gets it, and it is not kept. */
  public Future<Void> send(Buffer data) {
    Promise<Void> sent = Promise.promise();
    log.run(() -> write(data).onComplete(sent));
    return sent.future();
  }

  private Future<Void> write(Buffer data) {
    return bound && !readers.isEmpty()
        ? show(null, data)
        : log.append(EventId.OWN, 0, data).<Void>mapEmpty().recover(notKept -> show(null, data));
  }

  /** Sends a message if this host is the one whose connection gets the messages, or was the last that had one. Thread-safe. */
  Future<Void> announce(RpcMessage message) {
    return owner.isMine() ? send(Json.write(RpcCodec.write(message))) : Future.succeededFuture();
  }

  /** Sends the last message, to a connection on this host, after all that came before it. Thread-safe. */
  Future<Void> farewell(RpcMessage message) {
    Promise<Void> sent = Promise.promise();
    Buffer data = Json.write(RpcCodec.write(message));
    // Its id is that of the message before: it is in no log, and nothing can be resumed after it.
    log.run(() -> after(() -> pump().otherwiseEmpty().compose(pumped -> show(id(cursor), data))).onComplete(sent));
    return sent.future();
  }

  /** Whether a connection to this host is open. */
  public boolean isRead() {
    return read;
  }

  /** Whether messages that nobody asked for are sent by this host. */
  boolean isMine() {
    return owner.isMine();
  }

  /**
   * Shows the stream on a connection. Others stay open, but messages go to this one until it is lost. Thread-safe.
   *
   * @param after the position of the last event that the client has seen, to be sent what it has missed; null for none of that
   * @return when the connection gets messages
   */
  public Future<Void> read(EventReader next, @Nullable String after) {
    Promise<Void> joined = Promise.promise();
    log.run(() -> after(() -> join(next, after)).onComplete(joined));
    return joined.future();
  }

  /** Runs a step after the steps before it, however they ended. */
  private Future<Void> after(Supplier<Future<Void>> step) {
    last = last.transform(before -> step.get());
    return last;
  }

  private Future<Void> join(EventReader next, @Nullable String after) {
    if (closed) {
      next.end();
      return Future.succeededFuture();
    }
    if (readers.size() == MOST_READERS) {
      readers.removeFirst().end();
    }
    readers.addLast(next);
    read = true;
    if (bound) {
      owner.takeAlone();
      return pump();
    }
    return claim().compose(boundary -> catchUp(next, after, boundary)).compose(caughtUp -> pump())
        .onComplete(joined -> releaseUnread())
        .recover(away -> {
          // The client comes back for it.
          next.end();
          return Future.failedFuture(away);
        });
  }

  /** Takes the stream; returns the position from which on its messages are for this host's newest connection. */
  private Future<String> claim() {
    return owner.isClaimed() ? Future.succeededFuture(cursor) : owner.claim().onSuccess(position -> cursor = position);
  }

  private Future<Void> catchUp(EventReader next, @Nullable String after, String boundary) {
    if (after == null) {
      return Future.succeededFuture();
    }
    return log.read(after, event -> {
      boolean missed = EventId.POSITIONS.compare(event.position(), boundary) <= 0;
      if (missed && event.stream().equals(EventId.OWN) && event.data() != null) {
        next.event(id(event.position()), event.data());
      }
      return missed;
    });
  }

  /** The log may have grown. Thread-safe. */
  void appended() {
    log.run(() -> {
      if (!pumpWaits && (owner.isMine() || !readers.isEmpty())) {
        pumpWaits = true;
        after(this::pump);
      }
    });
  }

  /** Shows what is new in the log. */
  private Future<Void> pump() {
    pumpWaits = false;
    return log.read(cursor, this::handle);
  }

  private boolean handle(StoredEvent event) {
    cursor = event.position();
    if (event.stream().equals(EventId.OWN)) {
      if (owner.isMine()) {
        show(event);
      } else {
        owner.keep(event);
      }
    } else {
      owner.marked(event.stream(), !readers.isEmpty()).forEach(this::show);
      // The last connection may have been lost before the mark that takes the stream for it was read.
      releaseUnread();
    }
    return !closed;
  }

  private void show(StoredEvent event) {
    show(id(event.position()), Objects.requireNonNullElseGet(event.data(), Buffer::buffer));
  }

  private Future<Void> show(@Nullable String id, Buffer data) {
    if (!readers.isEmpty()) {
      readers.getLast().event(id, data);
    }
    return Future.succeededFuture();
  }

  private static String id(String position) {
    return new EventId(EventId.OWN, position).toString();
  }

  /** Removes a connection that has been closed. Thread-safe. */
  public void lost(EventReader gone) {
    // After it was added, which may still have to wait.
    log.run(() -> after(() -> {
      readers.remove(gone);
      releaseUnread();
      return Future.succeededFuture();
    }));
  }

  private void releaseUnread() {
    read = !readers.isEmpty();
    if (!read && !closed) {
      owner.release();
    }
  }

  /** Takes the stream over from a host that has been killed, if a connection to this one waits for messages. Thread-safe. */
  void check() {
    log.run(() -> {
      if (!readers.isEmpty() && !closed) {
        owner.check();
      }
    });
  }

  /** Ends all connections to this host. Thread-safe. */
  void end() {
    log.run(() -> {
      readers.forEach(EventReader::end);
      readers.clear();
      releaseUnread();
      closed = true;
    });
  }
}
