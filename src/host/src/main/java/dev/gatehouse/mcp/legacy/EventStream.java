package dev.gatehouse.mcp.legacy;

import dev.gatehouse.mcp.Outlet;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcMessage;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * One server-sent event stream of a session. It keeps the events, so that a client whose connection broke can resume it on another
 * (specification 2025-11-25, resumability). Bounded: the oldest events are dropped first, and cannot be replayed then.
 *
 * <p>A message is sent on exactly one stream, whether or not a connection reads it at that moment.
 */
public final class EventStream implements Outlet {

  /** The replay buffer of a stream: in events, and in bytes. */
  private static final int MOST_EVENTS = 1_000;
  private static final int MOST_BYTES = 4 * 1024 * 1024;
  /** The maximum number of connections to one stream; one more ends the oldest. */
  private static final int MOST_READERS = 8;

  private final int number;
  private final ReplayBudget budget;
  private final Deque<Event> kept = new ArrayDeque<>();
  private int mostEvents;
  private int keptBytes;
  private long sequence;
  /** The newest last, which gets the messages (specification 2025-11-25, transports: each message on one connection only). */
  private final List<Reader> readers = new ArrayList<>(1);
  private boolean ended;

  private EventStream(int number, int mostEvents, ReplayBudget budget) {
    this.number = number;
    this.mostEvents = mostEvents;
    this.budget = budget;
  }

  /** Creates a stream that can be resumed, within the budget. */
  static EventStream resumable(int number, ReplayBudget budget) {
    return new EventStream(number, MOST_EVENTS, budget);
  }

  /** Creates a stream that keeps no events and ends with its connection. */
  static EventStream transientOne(int number, ReplayBudget budget) {
    return new EventStream(number, 0, budget);
  }

  /**
   * One server-sent event.
   *
   * @param id unique in its session; consists of the stream's number and the position in the stream
   * @param data one line of JSON; empty for an event that only carries its id
   */
  public record Event(String id, Buffer data) {
  }

  /** A connection to the client that shows the stream. The transport implements it. */
  public interface Reader {

    /** Sends an event. */
    void event(Event event);

    /** Ends the connection: no event follows. */
    void end();
  }

  @Override
  public void send(RpcMessage message) {
    send(Json.write(RpcCodec.write(message)));
  }

  /** Does nothing: this is a stream already. */
  @Override
  public void stream() {
  }

  /** Sends a message, which is dropped when the stream has ended. */
  public synchronized void send(Buffer data) {
    if (ended) {
      return;
    }
    Event event = new Event(number + "-" + ++sequence, data);
    keep(event);
    if (!readers.isEmpty()) {
      readers.get(readers.size() - 1).event(event);
    }
  }

  private void keep(Event event) {
    kept.addLast(event);
    count(event.data().length());
    while (!kept.isEmpty() && (kept.size() > mostEvents || keptBytes > MOST_BYTES || budget.isExceeded())) {
      count(-kept.removeFirst().data().length());
    }
  }

  private void count(int bytes) {
    keptBytes += bytes;
    budget.add(bytes);
  }

  /** Drops all kept events, and keeps no more: it cannot be resumed, but open connections go on. */
  synchronized void forget() {
    mostEvents = 0;
    kept.clear();
    count(-keptBytes);
  }

  /** Ends the stream after its last message: open connections end, and a later one gets the events it missed first. */
  synchronized void end() {
    ended = true;
    detach();
  }

  /**
   * Shows the stream on a connection, the missed events first. Other connections stay open, but messages go to this one until it is lost.
   *
   * @param after the position of the last event that the client has seen; 0 for none
   */
  public synchronized void read(Reader next, long after) {
    missed(after).forEach(next::event);
    if (ended) {
      next.end();
      return;
    }
    if (readers.size() == MOST_READERS) {
      readers.remove(0).end();
    }
    readers.add(next);
  }

  private Stream<Event> missed(long after) {
    return kept.stream().filter(event -> place(event.id()) > after);
  }

  /**
   * Whether it has ended, and a client has seen all of it.
   *
   * @param after the position of the last event that the client has seen; 0 for none
   */
  public synchronized boolean isOver(long after) {
    return ended && missed(after).findAny().isEmpty();
  }

  /** Ends the connections, not the stream: the client reconnects for the rest. */
  synchronized void detach() {
    readers.forEach(Reader::end);
    readers.clear();
  }

  /** Removes a connection that has been closed. */
  public synchronized void lost(Reader gone) {
    readers.remove(gone);
  }

  /** Whether a connection is open. */
  public synchronized boolean isRead() {
    return !readers.isEmpty();
  }

  synchronized boolean isEnded() {
    return ended;
  }

  /** The number of an event's stream; -1 for a malformed id. */
  static int number(String eventId) {
    long number = part(eventId, 0);
    return number <= Integer.MAX_VALUE ? (int) Math.max(-1, number) : -1;
  }

  /** An event's position in its stream; -1 for a malformed id. */
  public static long place(String eventId) {
    return part(eventId, 1);
  }

  private static long part(String eventId, int index) {
    String[] parts = eventId.split("-", 2);
    try {
      return parts.length == 2 ? Long.parseLong(parts[index]) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
