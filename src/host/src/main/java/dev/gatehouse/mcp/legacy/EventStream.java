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
 * One stream of a session: what was sent on it, so that a client whose connection broke can have the rest on another (specification
 * 2025-11-25, resumability). Bounded: the oldest events go first, and are not to be had again then.
 *
 * <p>A message goes to exactly one stream, whether or not somebody reads it at that moment.
 */
public final class EventStream implements Outlet {

  /** What a stream keeps, in events and in bytes. */
  private static final int MOST_EVENTS = 1_000;
  private static final int MOST_BYTES = 4 * 1024 * 1024;
  /** Connections that show one stream at the same time; one more ends the oldest. */
  private static final int MOST_READERS = 8;

  private final int number;
  private final ReplayBudget budget;
  private final Deque<Event> kept = new ArrayDeque<>();
  private int mostEvents;
  private int keptBytes;
  private long sequence;
  /** The newest last: it gets the messages (specification 2025-11-25, transports: each on one connection only). */
  private final List<Reader> readers = new ArrayList<>(1);
  private boolean ended;

  private EventStream(int number, int mostEvents, ReplayBudget budget) {
    this.number = number;
    this.mostEvents = mostEvents;
    this.budget = budget;
  }

  /** A stream that can be resumed, as far as the budget goes. */
  static EventStream resumable(int number, ReplayBudget budget) {
    return new EventStream(number, MOST_EVENTS, budget);
  }

  /** A stream that ends with its connection. */
  static EventStream transientOne(int number, ReplayBudget budget) {
    return new EventStream(number, 0, budget);
  }

  /**
   * One event.
   *
   * @param id unique in its session; tells the stream and the place in it
   * @param data one line of JSON; empty for an event that only tells its id
   */
  public record Event(String id, Buffer data) {
  }

  /** A connection that shows the stream to the client. Implemented above, by the transport. */
  public interface Reader {

    /** Sends an event. */
    void event(Event event);

    /** Nothing comes any more; the connection ends. */
    void end();
  }

  @Override
  public void send(RpcMessage message) {
    send(Json.write(RpcCodec.write(message)));
  }

  /** Does nothing: it is one already. */
  @Override
  public void stream() {
  }

  /** Sends a message. */
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

  /** Nobody can resume it from now on; whoever reads it goes on. */
  synchronized void forget() {
    mostEvents = 0;
    kept.clear();
    count(-keptBytes);
  }

  /** The last message was sent; who reads now sees the end, who comes later gets what they missed and then the end. */
  synchronized void end() {
    ended = true;
    detach();
  }

  /**
   * Shows the stream on a connection. Others that show it stay open, but messages go to this one from now on, until it is lost.
   *
   * @param after how many events the client has seen
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
   * Whether a client has nothing to come back for.
   *
   * @param after how many events it has seen
   */
  public synchronized boolean isOver(long after) {
    return ended && missed(after).findAny().isEmpty();
  }

  /** Ends the connections, not the stream: the client comes back for the rest. */
  synchronized void detach() {
    readers.forEach(Reader::end);
    readers.clear();
  }

  /** The connection is gone. */
  public synchronized void lost(Reader gone) {
    readers.remove(gone);
  }

  /** Whether a connection shows it now. */
  public synchronized boolean isRead() {
    return !readers.isEmpty();
  }

  synchronized boolean isEnded() {
    return ended;
  }

  /** The number of an event's stream; -1 when there can be none. */
  static int number(String eventId) {
    long number = part(eventId, 0);
    return number <= Integer.MAX_VALUE ? (int) Math.max(-1, number) : -1;
  }

  /** An event's place in its stream. */
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
