package dev.gatehouse.redis.session;

import dev.gatehouse.mcp.legacy.SessionStore.Listener;
import dev.gatehouse.mcp.legacy.SessionStore.Signal;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.connection.Tracking;
import dev.gatehouse.redis.connection.TrackingEpoch;
import java.util.List;

/** Keeps the cache of records true by what Redis tells, and passes it on. */
final class SessionChanges implements Tracking.Listener {

  private final RedisKeys keys;
  private final SessionRecords records;
  private final Runnable flushed;
  private volatile Listener listener = new Nobody();

  /**
   * Nobody listens yet.
   *
   * @param flushed runs when the database was emptied
   */
  SessionChanges(RedisKeys keys, SessionRecords records, Runnable flushed) {
    this.keys = keys;
    this.records = records;
    this.flushed = flushed;
  }

  void listen(Listener told) {
    listener = told;
  }

  @Override
  public void tracked(TrackingEpoch now) {
    records.cache().epoch(now);
    listener.allChanged();
  }

  @Override
  public void changed(List<String> names) {
    for (String name : names) {
      String id = keys.sessionId(name);
      String log = keys.eventsId(name);
      if (id != null) {
        changed(id);
      } else if (log != null) {
        listener.appended(log);
      }
    }
  }

  /** What is in use is read again at once: last use, which is written again and again, would cost the next request a round trip. */
  private void changed(String id) {
    if (records.cache().changed(id)) {
      records.read(id).onComplete(read -> listener.changed(id));
    } else {
      listener.changed(id);
    }
  }

  @Override
  public void flushed() {
    records.cache().clear();
    listener.allChanged();
    flushed.run();
  }

  @Override
  public void lost() {
    records.cache().epoch(null);
    listener.allChanged();
  }

  /** Another host has told something. */
  void told(SignalText text) {
    listener.told(text.from(), text.signal());
  }

  /** Other hosts may have told something that was lost. */
  void heardAgain() {
    listener.allChanged();
  }

  /** Until somebody listens. */
  private static final class Nobody implements Listener {

    @Override
    public void changed(String id) {
    }

    @Override
    public void appended(String id) {
    }

    @Override
    public void allChanged() {
    }

    @Override
    public void told(int from, Signal signal) {
    }
  }
}
