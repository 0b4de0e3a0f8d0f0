package dev.gatehouse.auth.watch;

import dev.gatehouse.auth.Admission.Refused;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.key.KeyChanges;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.KeyStore;
import dev.gatehouse.config.TenantConfig.Anonymous;
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
import java.util.function.Function;

/**
 * Re-authorises what a key has open: decides on it as on a new request with the same secret from the same address, by the current record.
 * What would be refused is ended; the others are told of their rights when these have changed. The store tells which keys may have changed,
 * and only those are read, once each and in batches; expiries are kept in order of time. While the store does not answer, what is open
 * stays open until its expiry, since nobody can revoke anything then either.
 */
public final class KeyWatch implements KeyChanges {

  /** How many keys are read at once; the next ones when those are answered. */
  private static final int AT_ONCE = 256;
  /** In ticks: when keys that were not answered are asked for again, and how often unused ones are looked for. */
  private static final int RETRY_TICKS = 10;
  private static final int SWEEP_TICKS = 100;

  private final KeyStore store;
  private final Clock clock;
  private final Map<String, KeyInUse> keys = new ConcurrentHashMap<>();
  private final KeyInUse.Deadlines deadlines = new KeyInUse.Deadlines();
  private final Queue<KeyInUse> marked = new ConcurrentLinkedQueue<>();
  private final Set<KeyInUse> unanswered = ConcurrentHashMap.newKeySet();
  private final DeferredEnds farewells = new DeferredEnds();
  private final AtomicBoolean weighing = new AtomicBoolean();
  private final Set<Watch> keyless = ConcurrentHashMap.newKeySet();
  private volatile Function<String, Anonymous> anonymous;
  private int ticks;

  /**
   * Watches keys.
   *
   * @param store what to ask; it tells this of changes
   * @param clock what time it is
   */
  public KeyWatch(KeyStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Watches on behalf of something that runs.
   *
   * @param principal whose it is; one without a key is ended when its tenant lets in nobody without
   * @return to be closed when what runs ends by itself
   */
  public Watch watch(Principal principal, Watch.Listener listener) {
    Watch watch = new Watch(principal, listener);
    if (!principal.anonymous()) {
      enter(watch, principal.keyId());
      watch.key.dueBy(principal.expires());
      // A change between the key's admission and this moment has been told already, and to nobody.
      store.find(principal.keyId()).onComplete(found -> {
        noted(watch.key, found);
        weigh(watch, found, clock.instant());
      });
    } else if (anonymous != null) {
      watch.enter(keyless);
      watch.weighKeyless(anonymous);
    }
    return watch;
  }

  /**
   * Tells what callers without a key may do; until then nothing of theirs is ended.
   *
   * @param rules by tenant; null where nobody is let in without a key
   */
  public void anonymous(Function<String, Anonymous> rules) {
    anonymous = rules;
  }

  /** Re-authorises what callers without a key have open. */
  public void anonymousChanged() {
    keyless.forEach(watch -> watch.weighAnew(anonymous));
  }

  private void enter(Watch watch, String id) {
    do {
      if (watch.key != null) {
        keys.remove(id, watch.key);
      }
      KeyInUse known = keys.get(id);
      watch.key = known != null ? known : keys.computeIfAbsent(id, one -> new KeyInUse(one, deadlines));
    } while (!watch.key.add(watch));
  }

  /**
   * The same for what holds other things open: told of the end when those have said why they end.
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
        farewells.add(busy, () -> listener.ended(why));
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
    }
  }

  /** Does what is due. Called every few milliseconds by one thread, which bounds how late an end can be. */
  public void tick() {
    farewells.tick();
    Instant now = clock.instant();
    for (KeyInUse due = deadlines.due(now); due != null; due = deadlines.due(now)) {
      mark(due);
    }
    ticks++;
    if (ticks % RETRY_TICKS == 0) {
      unanswered.removeIf(key -> {
        mark(key);
        return true;
      });
    }
    if (ticks % SWEEP_TICKS == 0) {
      keys.values().removeIf(KeyInUse::retire);
    }
    if (!marked.isEmpty() && weighing.compareAndSet(false, true)) {
      weighMarked();
    }
  }

  /** How many things are watched. */
  public int size() {
    return keys.values().stream().mapToInt(KeyInUse::size).sum();
  }

  /** A batch after the other, with the event loop's other work between them. */
  private void weighMarked() {
    List<Future<KeyRecord>> asked = new ArrayList<>();
    for (KeyInUse key = marked.poll(); key != null; key = asked.size() < AT_ONCE ? marked.poll() : null) {
      // Before it is asked for: what changes from now on marks it again.
      key.unmark();
      asked.add(ask(key));
    }
    if (asked.isEmpty()) {
      weighing.set(false);
    } else {
      Future.join(asked).onComplete(answered -> later(this::weighMarked));
    }
  }

  private Future<KeyRecord> ask(KeyInUse key) {
    return store.find(key.id()).onComplete(found -> {
      noted(key, found);
      Instant now = clock.instant();
      key.watches().forEach(watch -> weigh(watch, found, now));
    });
  }

  private void noted(KeyInUse key, AsyncResult<KeyRecord> found) {
    if (found.succeeded()) {
      key.weighed(found.result());
    } else {
      unanswered.add(key);
    }
  }

  private static void weigh(Watch watch, AsyncResult<KeyRecord> found, Instant now) {
    if (found.succeeded()) {
      watch.weigh(found.result(), now);
    } else {
      watch.weighUnanswered(now);
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
