package dev.gatehouse.mcp.legacy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The store in which all hosts share their sessions: a record and a bounded log of events for each. Futures fail with
 * {@link dev.gatehouse.auth.StoreUnavailableException} while it does not answer. Thread-safe.
 */
public interface SessionStore {

  /** All other hosts, see {@link #tell}. */
  int ALL = 0;

  /** The highest number of a host. */
  int MOST_HOSTS = 1 << 20;

  /** The position before the first event of a log. */
  String START = "0-0";

  /** The number of this host: unique among all hosts of the store, not used again, 1 to 2^20 and then from 1 again. */
  int host();

  /**
   * Adds a session. When the tenant exceeds its limit, the owner with the most sessions loses those that have been idle for longest.
   */
  Future<Void> open(SessionRecord session);

  /** The session if this host knows it and would have been told of a change; null otherwise, which says nothing. Costs no round trip. */
  @Nullable
  SessionRecord known(String id);

  /**
   * Finds a session.
   *
   * @return null when there is none; fails with {@link NewerFormatException} when a newer host has written it in a form that this one does
   *     not know
   */
  Future<@Nullable SessionRecord> find(String id);

  /**
   * Changes a session, unless it has ended; all hosts hear of it. A subscription beyond 1,000, or beyond 128 KiB
   * of URIs, is not added.
   *
   * @param fields what to set, by the names of {@link SessionFields}
   * @param removed the names of fields to remove
   * @return the session as it is then; null when it has ended; fails as {@link #find} does
   */
  Future<@Nullable SessionRecord> change(String id, Map<String, String> fields, Set<String> removed);

  /**
   * Notes that a session is in use now. Written later, in batches: it costs its request nothing. A session that is bound to a connection
   * lives for a minute after that, so the host that has the connection notes it every 20 seconds or more often.
   */
  void used(SessionRecord session);

  /** Ends a session; all hosts hear of it. Idempotent. */
  Future<Void> close(SessionRecord session);

  /**
   * Appends an event to a session's log, and drops the oldest ones beyond the bounds (1,000 events and 4 MiB a session, 64 MiB a tenant).
   * Events that one event loop appends to one session keep their order.
   *
   * @return the event's position in the log; null when the session has ended
   */
  Future<@Nullable String> append(SessionRecord session, String stream, long sequence, @Nullable Buffer data);

  /**
   * Reads a session's log.
   *
   * @param after the position to begin after; {@link #START} for all; what is no position finds no events
   * @return the events in order; a part of them when they are many, so ask again after the last until there are none
   */
  Future<List<StoredEvent>> read(String id, String after);

  /**
   * One event of a session's log.
   *
   * @param position in the log, {@code <milliseconds>-<number>}
   * @param stream {@code 0} for the session's own, {@code <host>.<number>} for that of a request
   * @param sequence the position in that stream, from 1; 0 in the session's own, where the position in the log counts
   * @param data one line of JSON, empty for an event that only carries its id; null when the stream has ended
   */
  record StoredEvent(String position, String stream, long sequence, @Nullable Buffer data) {
  }

  /** Whether a host is running, as far as the store knows: a host that was killed counts for a few seconds more. */
  Future<Boolean> isRunning(int host);

  /**
   * Sends a message to a host that is running, or to all others. Lost when the receiver is not there.
   *
   * @param host a host's number, or {@link #ALL} for all others
   */
  Future<Void> tell(int host, Signal signal);

  /**
   * What hosts tell each other.
   *
   * @param kind what for
   * @param subject the id of the session, or the tenant
   * @param content a JSON text, or a word, by the kind
   */
  record Signal(Kind kind, String subject, String content) {

    /** What for. */
    public enum Kind {
      /** The client has answered a question of a call that runs on the host; the content is the JSON-RPC response. */
      ANSWER,
      /** The client has cancelled a request, wherever it runs; the content is the request's id as JSON. */
      CANCEL,
      /** A plugin has changed a resource; the subject is the tenant, the content the resource's URI. */
      UPDATED,
      /** A plugin says that a list has changed; the subject is the tenant, the content the name of a {@code feature.Kind}. */
      LISTED
    }
  }

  /** Sets who hears of what others do; called once, before the first session. */
  void listen(Listener listener);

  /** Hears of what others do, on an event loop, each session's events in order. */
  interface Listener {

    /** A session may have changed or ended. What {@link #known} answers is up to date. */
    void changed(String id);

    /** A session's log may have grown, by this host or another. */
    void appended(String id);

    /**
     * Everything may have changed: the store was flushed, or has been out of reach. About once a second as long as changes are not heard
     * of.
     */
    void allChanged();

    /** Another host has told something. */
    void told(int from, Signal signal);
  }
}
