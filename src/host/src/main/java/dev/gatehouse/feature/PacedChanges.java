package dev.gatehouse.feature;

import dev.gatehouse.feature.loop.LongWork;
import dev.gatehouse.record.ResourceUri;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rate limiter of what plugins announce, by tenant: the first announcement is passed on at once, those of the next 100 ms together, each
 * once. A plugin may announce in a loop, and each announcement goes to every host and every session that it concerns. Thread-safe.
 */
public final class PacedChanges implements Changes {

  /** Of one tenant, while they wait; the rest is dropped. */
  static final int MOST_WAITING = 1_000;
  /** Of one tenant, in one turn. */
  static final int AT_ONCE = 100;

  private static final Logger LOG = LoggerFactory.getLogger(PacedChanges.class);
  private static final long TURN_MILLIS = 100;
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Vertx vertx;
  private final Context context;
  private final Changes next;

  /** Another list than before, not only an announcement of one; a plugin can cause it as often, by adding and removing a tool. */
  private record Swapped(Kind kind) {
  }

  /** What waits, by tenant and by what it announces; empty during the 100 ms after a turn. Guarded by this. */
  private final Map<String, Map<Object, Runnable>> waiting = new HashMap<>();
  private long warned = System.nanoTime() - QUIET_NANOS;

  /**
   * Passes announcements on.
   *
   * @param next is told on no event loop
   */
  public PacedChanges(Vertx vertx, Changes next) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.next = next;
  }

  @Override
  public void listChanged(String tenant, Kind kind) {
    add(tenant, new Swapped(kind), () -> next.listChanged(tenant, kind));
  }

  @Override
  public void listAnnounced(String tenant, Kind kind) {
    add(tenant, kind, () -> next.listAnnounced(tenant, kind));
  }

  @Override
  public void resourceUpdated(String tenant, ResourceUri uri) {
    add(tenant, uri, () -> next.resourceUpdated(tenant, uri));
  }

  private synchronized void add(String tenant, Object what, Runnable tell) {
    Map<Object, Runnable> its = waiting.get(tenant);
    if (its == null) {
      its = new LinkedHashMap<>();
      waiting.put(tenant, its);
      context.runOnContext(now -> turn(tenant));
    }
    if (its.size() < MOST_WAITING || its.containsKey(what)) {
      its.put(what, tell);
    } else if (System.nanoTime() - warned >= QUIET_NANOS) {
      warned = System.nanoTime();
      LOG.warn("plugins of tenant {} announce more changes than the {} that wait already; the rest is dropped", tenant, MOST_WAITING);
    }
  }

  /** On the tenant's thread for long work: there may be thousands of sessions to look through. */
  private void turn(String tenant) {
    List<Runnable> due = due(tenant);
    if (!due.isEmpty()) {
      LongWork.run(vertx, tenant, () -> {
        due.forEach(Runnable::run);
        return due.size();
      }).onFailure(fault -> LOG.error("changes of tenant {} could not be told", tenant, fault))
          .onComplete(told -> vertx.setTimer(TURN_MILLIS, tick -> turn(tenant)));
    }
  }

  /** Empty when nothing was announced since the last turn: then the next announcement goes at once. */
  private synchronized List<Runnable> due(String tenant) {
    List<Runnable> due = new ArrayList<>();
    Iterator<Runnable> rest = waiting.getOrDefault(tenant, Map.of()).values().iterator();
    while (rest.hasNext() && due.size() < AT_ONCE) {
      due.add(rest.next());
      rest.remove();
    }
    if (due.isEmpty()) {
      waiting.remove(tenant);
    }
    return due;
  }
}
