package dev.gatehouse.auth.watch;

import dev.gatehouse.auth.Admission.Refused;
import dev.gatehouse.auth.CredentialChanges;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.Validity;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
import java.util.concurrent.atomic.AtomicBoolean;
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
  /** In ticks: when credentials that were not answered are asked for again, and how often unused ones are looked for. */
  private static final int RETRY_TICKS = 10;
  private static final int SWEEP_TICKS = 100;

  private final Clock clock;
  private final Map<String, CredentialInUse> credentials = new ConcurrentHashMap<>();
  private final CredentialInUse.Deadlines deadlines = new CredentialInUse.Deadlines();
  private final Queue<CredentialInUse> marked = new ConcurrentLinkedQueue<>();
  private final Set<CredentialInUse> unanswered = ConcurrentHashMap.newKeySet();
  private final DeferredEnds deferred = new DeferredEnds();
  private final AtomicBoolean reading = new AtomicBoolean();
  private int ticks;

  /** Creates a watch that watches nothing yet. */
  public CredentialWatch(Clock clock) {
    this.clock = clock;
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
        known != null ? known : credentials.computeIfAbsent(subject, one -> new CredentialInUse(validity, deadlines));
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
    }
  }

  /** Does what is due. Called every few milliseconds by one thread; the interval bounds the delay of an end. */
  public void tick() {
    deferred.tick();
    Instant now = clock.instant();
    for (CredentialInUse due = deadlines.due(now); due != null; due = deadlines.due(now)) {
      mark(due);
    }
    ticks++;
    if (ticks % RETRY_TICKS == 0) {
      unanswered.removeIf(credential -> {
        mark(credential);
        return true;
      });
    }
    if (ticks % SWEEP_TICKS == 0) {
      credentials.values().removeIf(CredentialInUse::retire);
    }
    if (!marked.isEmpty() && reading.compareAndSet(false, true)) {
      readMarked();
    }
  }

  /** The number of open watches. */
  public int size() {
    return credentials.values().stream().mapToInt(CredentialInUse::size).sum();
  }

  /** Reads one batch after another, with other work of the event loop in between. */
  private void readMarked() {
    List<Future<?>> asked = new ArrayList<>();
    for (CredentialInUse credential = marked.poll(); credential != null; credential = asked.size() < AT_ONCE ? marked.poll() : null) {
      // Unmarked before it is read: a later change marks it again.
      credential.unmark();
      asked.add(ask(credential));
    }
    if (asked.isEmpty()) {
      reading.set(false);
    } else {
      Future.join(asked).onComplete(answered -> later(this::readMarked));
    }
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
      watches.forEach(watch -> watch.endIfExpired(now));
    }
  }

  private static void later(Runnable action) {
    Context context = Vertx.currentContext();
    if (context == null) {
      action.run();
    } else {
      context.runOnContext(v -> action.run());
    }
  }
}
