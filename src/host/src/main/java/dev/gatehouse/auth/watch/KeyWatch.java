package dev.gatehouse.auth.watch;

import dev.gatehouse.auth.Admission.Refused;
import dev.gatehouse.auth.KeyChanges;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.Validity;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/**
 * Re-authorises open calls, streams and sessions: decides as for a new request with the same credential from the same address, by the
 * current state of the credential. It ends those that would be refused, and notifies the others when their rights have changed. Stores
 * report which credentials may have changed; only those are read, once each and in batches. Expiries are kept in order of time. While a
 * store does not answer, everything stays open until its expiry, since nobody can revoke anything then.
 */
public final class KeyWatch implements KeyChanges {

  /** The number of credentials read at once. */
  private static final int AT_ONCE = 256;
  /** How long changes are collected, to be read together: it bounds what a flood of them costs, and the delay of an end. */
  private static final long COLLECT_MILLIS = 5;
  /** When credentials that were not answered are asked for again. */
  private static final long RETRY_MILLIS = 100;

  private final Clock clock;
  private final Map<String, KeyInUse> keys = new ConcurrentHashMap<>();
  private final Scheduler scheduler;
  private final Deadlines deadlines;
  private final IdleKeys idle;
  private final DeferredEnds deferred;
  private final Queue<KeyInUse> marked = new ConcurrentLinkedQueue<>();
  private final PendingTask read;
  private final Set<KeyInUse> unanswered = ConcurrentHashMap.newKeySet();
  private final PendingTask retry;
  /** Whether a batch is being read; used by the scheduler's thread only. */
  private boolean reading;

  /** Creates a watch without entries. It schedules a task when there is something to do, and none otherwise. */
  public KeyWatch(Clock clock, Scheduler scheduler) {
    this.clock = clock;
    this.scheduler = scheduler;
    deadlines = new Deadlines(clock, scheduler, this::mark);
    idle = new IdleKeys(scheduler, key -> keys.remove(key.id(), key));
    deferred = new DeferredEnds(scheduler);
    read = new PendingTask(scheduler, COLLECT_MILLIS, this::readMarked);
    retry = new PendingTask(scheduler, RETRY_MILLIS, this::askAgain);
  }

  /**
   * Watches on behalf of something that runs. Nothing is read when the state that the caller was admitted by is still the current one.
   *
   * @param principal whose it is
   * @return to be closed when what runs ends by itself
   */
  public Watch watch(Principal principal, Watch.Listener listener) {
    Validity validity = principal.validity();
    Watch watch = enter(principal, validity, listener);
    // Read after the watch was added: a change between admission and that moment has been reported already, to nobody.
    Validity.State current = validity.current();
    if (current == null) {
      watch.key.read().onComplete(found -> reauthorise(watch.key, List.of(watch), found));
    } else if (current != validity.admittedBy()) {
      watch.reauthorise(current, clock.instant());
    }
    watch.key.schedule(current == null ? validity.admittedBy() : current);
    return watch;
  }

  private Watch enter(Principal principal, Validity validity, Watch.Listener listener) {
    String subject = validity.subject();
    KeyInUse known = keys.get(subject);
    KeyInUse key = known != null ? known : keys.computeIfAbsent(subject, one -> new KeyInUse(validity, deadlines, idle));
    Watch watch = new Watch(key, principal, listener);
    if (key.add(watch, validity)) {
      return watch;
    }
    keys.remove(subject, key);
    return enter(principal, validity, listener);
  }

  /**
   * Watches something that holds other open things; it is ended after they have reported why they end.
   *
   * @param busy whether any of them has not yet
   */
  public Watch watchHolder(Principal principal, BooleanSupplier busy, Watch.Listener listener) {
    return watch(principal, new Watch.Listener() {
      @Override
      public void changed(Principal now) {
        listener.changed(now);
      }

      @Override
      public void ended(Refused why) {
        deferred.add(busy, () -> listener.ended(why));
      }
    });
  }

  @Override
  public void changed(String keyId) {
    KeyInUse key = keys.get(keyId);
    if (key != null) {
      mark(key);
    }
  }

  @Override
  public void allChanged() {
    keys.values().forEach(this::mark);
  }

  @Override
  public Set<String> inUse() {
    return Collections.unmodifiableSet(keys.keySet());
  }

  private void mark(KeyInUse key) {
    if (key.mark()) {
      marked.add(key);
      read.schedule();
    }
  }

  /** How many things are watched. */
  public int size() {
    return keys.values().stream().mapToInt(KeyInUse::size).sum();
  }

  private void readMarked() {
    if (!reading) {
      readBatch();
    }
  }

  /** A batch after the other, with the event loop's other work between them. */
  private void readBatch() {
    List<Future<?>> asked = new ArrayList<>();
    for (KeyInUse key = marked.poll(); key != null; key = asked.size() < AT_ONCE ? marked.poll() : null) {
      // Unmarked before it is read: a later change marks it again.
      key.unmark();
      asked.add(ask(key));
    }
    reading = !asked.isEmpty();
    if (reading) {
      Future.join(asked).onComplete(answered -> scheduler.after(0, this::readBatch));
    }
  }

  private void askAgain() {
    unanswered.removeIf(key -> {
      mark(key);
      return true;
    });
  }

  private Future<?> ask(KeyInUse key) {
    return key.read().onComplete(found -> reauthorise(key, key.watches(), found));
  }

  private void reauthorise(KeyInUse key, List<Watch> watches, AsyncResult<? extends Validity.State> found) {
    Instant now = clock.instant();
    if (found.succeeded()) {
      key.schedule(found.result());
      watches.forEach(watch -> watch.reauthorise(found.result(), now));
    } else {
      unanswered.add(key);
      retry.schedule();
      watches.forEach(watch -> watch.endIfExpired(now));
    }
  }
}
