package dev.gatehouse.auth.watch;

import dev.gatehouse.auth.Admission.Refused;
import dev.gatehouse.auth.CredentialChanges;
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
public final class CredentialWatch implements CredentialChanges {

  /** The number of credentials read at once. */
  private static final int AT_ONCE = 256;
  /** How long changes are collected, to be read together: it bounds what a flood of them costs, and the delay of an end. */
  private static final long COLLECT_MILLIS = 5;
  /** When credentials that were not answered are asked for again. */
  private static final long RETRY_MILLIS = 100;

  private final Clock clock;
  private final Map<String, CredentialInUse> credentials = new ConcurrentHashMap<>();
  private final Scheduler scheduler;
  private final Deadlines deadlines;
  private final IdleCredentials idle;
  private final DeferredEnds deferred;
  private final Queue<CredentialInUse> marked = new ConcurrentLinkedQueue<>();
  private final PendingTask read;
  private final Set<CredentialInUse> unanswered = ConcurrentHashMap.newKeySet();
  private final PendingTask retry;
  /** Whether a batch is being read; used by the scheduler's thread only. */
  private boolean reading;

  /** Creates a watch that watches nothing yet. It schedules a task when there is something to do, and none otherwise. */
  public CredentialWatch(Clock clock, Scheduler scheduler) {
    this.clock = clock;
    this.scheduler = scheduler;
    deadlines = new Deadlines(clock, scheduler, this::mark);
    idle = new IdleCredentials(scheduler, credential -> credentials.remove(credential.id(), credential));
    deferred = new DeferredEnds(scheduler);
    read = new PendingTask(scheduler, COLLECT_MILLIS, this::readMarked);
    retry = new PendingTask(scheduler, RETRY_MILLIS, this::askAgain);
  }

  /**
   * Watches the credential of an open call, stream or session. Reads nothing while the state that admitted the caller is the current one.
   *
   * @param principal the caller who opened it
   * @return the watch, to be closed when it ends by itself
   */
  public Watch watch(Principal principal, Watch.Listener listener) {
    Validity validity = principal.validity();
    Watch watch = enter(principal, validity, listener);
    // Read after the watch was added: a change between admission and that moment has been reported already, to nobody.
    Validity.State current = validity.current();
    if (current == null) {
      watch.credential.read().onComplete(found -> reauthorise(watch.credential, List.of(watch), found));
    } else if (current != validity.admittedBy()) {
      watch.reauthorise(current, clock.instant());
    }
    watch.credential.schedule(current == null ? validity.admittedBy() : current);
    return watch;
  }

  private Watch enter(Principal principal, Validity validity, Watch.Listener listener) {
    String subject = validity.subject();
    CredentialInUse known = credentials.get(subject);
    CredentialInUse credential =
        known != null ? known : credentials.computeIfAbsent(subject, one -> new CredentialInUse(validity, deadlines, idle));
    Watch watch = new Watch(credential, principal, listener);
    if (credential.add(watch, validity)) {
      return watch;
    }
    credentials.remove(subject, credential);
    return enter(principal, validity, listener);
  }

  /**
   * Watches the credential of a session or stream that carries calls; it is ended after these have been answered with the reason.
   *
   * @param busy whether one of them has not been answered yet
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
  public void changed(String subject) {
    CredentialInUse credential = credentials.get(subject);
    if (credential != null) {
      mark(credential);
    }
  }

  @Override
  public void allChanged() {
    credentials.values().forEach(this::mark);
  }

  @Override
  public Set<String> inUse() {
    return Collections.unmodifiableSet(credentials.keySet());
  }

  private void mark(CredentialInUse credential) {
    if (credential.mark()) {
      marked.add(credential);
      read.schedule();
    }
  }

  /** The number of open watches. */
  public int size() {
    return credentials.values().stream().mapToInt(CredentialInUse::size).sum();
  }

  private void readMarked() {
    if (!reading) {
      readBatch();
    }
  }

  /** Reads one batch after another, with other work of the event loop in between. */
  private void readBatch() {
    List<Future<?>> asked = new ArrayList<>();
    for (CredentialInUse credential = marked.poll(); credential != null; credential = asked.size() < AT_ONCE ? marked.poll() : null) {
      // Unmarked before it is read: a later change marks it again.
      credential.unmark();
      asked.add(ask(credential));
    }
    reading = !asked.isEmpty();
    if (reading) {
      Future.join(asked).onComplete(answered -> scheduler.after(0, this::readBatch));
    }
  }

  private void askAgain() {
    unanswered.removeIf(credential -> {
      mark(credential);
      return true;
    });
  }

  private Future<?> ask(CredentialInUse credential) {
    return credential.read().onComplete(found -> reauthorise(credential, credential.watches(), found));
  }

  private void reauthorise(CredentialInUse credential, List<Watch> watches, AsyncResult<? extends Validity.State> found) {
    Instant now = clock.instant();
    if (found.succeeded()) {
      credential.schedule(found.result());
      watches.forEach(watch -> watch.reauthorise(found.result(), now));
    } else {
      unanswered.add(credential);
      retry.schedule();
      watches.forEach(watch -> watch.endIfExpired(now));
    }
  }
}
