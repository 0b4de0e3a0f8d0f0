package dev.gatehouse.mcp.legacy;

import dev.gatehouse.mcp.legacy.SessionStore.StoredEvent;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which host a session's own stream is shown by, where several have a connection that asks for it: the one whose connection is the newest.
 * Hosts mark in the session's log that they take the stream or give it back, so that all of them read the same order, and each message
 * goes to one connection. Used on the log's event loop, but for {@link #isMine}.
 */
final class StreamOwner {

  /** Begin the names of streams whose events are marks, followed by the host's number. */
  private static final char CLAIM = '@';
  private static final char RELEASE = '~';
  private static final Pattern MARK = Pattern.compile("([@~])(\\d{1,9})");

  /** Between the mark of one host that gives the stream back and that of another that takes it there are few events. */
  private static final int MOST_KEPT = 100;

  private final SessionLog log;
  private final int host;
  /** What came after the stream was given back and before another host took it: that is for the next. */
  private final List<StoredEvent> kept = new ArrayList<>(0);
  private int current;
  private boolean vacant;
  private boolean claimed;
  private volatile boolean mine;

  StreamOwner(SessionLog log, int host) {
    this.log = log;
    this.host = host;
  }

  /** Whether messages are for this host. It stays so when the last connection is lost, until another host takes the stream. */
  boolean isMine() {
    return mine;
  }

  /** Whether this host has taken the stream, and not given it back. */
  boolean isClaimed() {
    return claimed && mine;
  }

  /** Takes a stream that is on no other host. */
  void takeAlone() {
    mine = true;
  }

  /**
   * Takes the stream.
   *
   * @return the position from which on it is this host's; fails when the session has ended
   */
  Future<String> claim() {
    return mark(CLAIM).map(position -> {
      if (position == null) {
        throw new IllegalStateException("the session has ended");
      }
      took();
      return position;
    });
  }

  private void took() {
    claimed = true;
    mine = true;
    vacant = false;
    current = host;
    kept.clear();
  }

  /** Gives the stream back, if this host has taken it. */
  void release() {
    if (isClaimed()) {
      claimed = false;
      mark(RELEASE);
    }
  }

  /** Keeps an event that is not for this host now, in case it becomes so. */
  void keep(StoredEvent event) {
    if (vacant && kept.size() < MOST_KEPT) {
      kept.add(event);
    }
  }

  /**
   * Takes note of a mark in the log.
   *
   * @param stream the name of the stream of an event in the log
   * @param wanted whether this host would show the stream
   * @return the events that are to be shown now
   */
  List<StoredEvent> marked(String stream, boolean wanted) {
    Matcher mark = MARK.matcher(stream);
    if (!mark.matches()) {
      return List.of();
    }
    int by = Integer.parseInt(mark.group(2));
    if (mark.group(1).charAt(0) == CLAIM) {
      return taken(by);
    }
    if (by == current) {
      vacant = true;
      if (wanted && !mine) {
        mark(CLAIM);
      }
    }
    return List.of();
  }

  private List<StoredEvent> taken(int by) {
    List<StoredEvent> due = by == host && !mine ? List.copyOf(kept) : List.of();
    kept.clear();
    vacant = false;
    current = by;
    mine = by == host;
    claimed = mine;
    return due;
  }

  /** Takes the stream if the host that has it is not running any more, or has given it back. */
  void check() {
    int by = current;
    if (mine) {
      return;
    }
    Future<Boolean> running = vacant ? Future.succeededFuture(false) : log.isRunning(by);
    running.onSuccess(alive -> {
      if (!alive && by == current && !mine) {
        vacant = true;
        mark(CLAIM);
      }
    });
  }

  private Future<@Nullable String> mark(char kind) {
    return log.append(kind + Integer.toString(host), 0, null);
  }
}
