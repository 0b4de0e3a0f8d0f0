package dev.gatehouse.mcp.legacy;

import dev.gatehouse.mcp.legacy.SessionStore.StoredEvent;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * A request's stream for a client that has come back for the rest of it, read from the session's log, whichever host it was begun on. If
 * that host does not run any more, the stream ends with what was written.
 */
public final class ResumedStream {

  private final SessionStreams streams;
  private final EventId after;
  /** Used on the log's event loop only, as all that is not volatile. */
  private String cursor = SessionStore.START;
  private long seen;
  private boolean pumping;
  private boolean again;
  private boolean known;
  private boolean rest;
  private boolean over;
  private boolean gone;
  private volatile @Nullable EventReader reader;

  private ResumedStream(SessionStreams streams, EventId after) {
    this.streams = streams;
    this.after = after;
    this.seen = after.sequence();
  }

  /** Looks for the stream of an event in a session's log. */
  static Future<ResumedStream> find(SessionStreams streams, EventId after) {
    ResumedStream stream = new ResumedStream(streams, after);
    // Before the log is read: what is sent until it has ended is in the log then.
    boolean ended = stream.isOfThisHost() && !streams.isOpen(after.stream());
    return streams.log().read(SessionStore.START, stream::look)
        .compose(looked -> ended ? Future.succeededFuture(true) : stream.hostIsGone())
        .map(gone -> {
          stream.over |= gone;
          return stream;
        });
  }

  private boolean look(StoredEvent event) {
    if (event.stream().equals(after.stream())) {
      known = true;
      over = event.data() == null;
      rest |= event.data() != null && event.sequence() > seen;
    }
    if (!rest) {
      // What comes before the first event that is to be shown need not be read again.
      cursor = event.position();
    }
    return true;
  }

  private boolean isOfThisHost() {
    return after.host() == streams.host();
  }

  /** Whether the host that sends on it has been killed. */
  private Future<Boolean> hostIsGone() {
    return !known || over || isOfThisHost()
        ? Future.succeededFuture(false)
        : streams.log().isRunning(after.host()).map(running -> !running);
  }

  /** Whether the log holds something of it. */
  public boolean isKnown() {
    return known;
  }

  /** Whether it has ended, and the client has seen all of it. */
  public boolean isOver() {
    return over && !rest;
  }

  /** Shows what the client has missed, and what follows until the end. */
  public void show(EventReader next) {
    reader = next;
    streams.resumed(this);
    appended();
  }

  /** The log may have grown. Thread-safe. */
  void appended() {
    streams.log().run(this::pump);
  }

  private void pump() {
    again = pumping;
    if (!pumping && reader != null) {
      pumping = true;
      boolean all = gone;
      streams.log().read(cursor, this::handle).onComplete(read -> pumped(all));
    }
  }

  private boolean handle(StoredEvent event) {
    EventReader shown = reader;
    cursor = event.position();
    if (shown != null && event.stream().equals(after.stream())) {
      if (event.data() == null) {
        over = true;
      } else if (event.sequence() > seen) {
        seen = event.sequence();
        shown.event(EventId.of(after.stream(), seen).toString(), event.data());
      }
    }
    return shown != null;
  }

  private void pumped(boolean all) {
    pumping = false;
    if (over || all) {
      end();
    } else if (again) {
      pump();
    }
  }

  /** Ends it when its host has been killed. Thread-safe. */
  void check() {
    streams.log().run(() -> hostIsGone().onSuccess(killed -> {
      gone |= killed;
      if (killed) {
        pump();
      }
    }));
  }

  /** Ends the connection. Thread-safe. */
  void end() {
    EventReader shown = reader;
    lost();
    if (shown != null) {
      shown.end();
    }
  }

  /** The connection has been closed. Thread-safe. */
  public void lost() {
    reader = null;
    streams.forget(this);
  }

  String stream() {
    return after.stream();
  }
}
