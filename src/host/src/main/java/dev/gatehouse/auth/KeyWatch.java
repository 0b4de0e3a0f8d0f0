package dev.gatehouse.auth;

import dev.gatehouse.auth.Admission.Admitted;
import dev.gatehouse.auth.Admission.Refused;
import io.vertx.core.AsyncResult;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Ends what a key has open when the key ends: revoked, disabled, deleted, expired, unreadable, or moved to another tenant. Asks the
 * store again after every change and at each key's deadline; while the store does not answer, what is open stays open until the
 * deadline, since nobody can revoke anything then either.
 */
public final class KeyWatch {

  private final KeyStore store;
  private final Clock clock;
  private final Map<String, Set<Watch>> watches = new ConcurrentHashMap<>();
  private final AtomicBoolean changed = new AtomicBoolean();

  /**
   * Watches keys.
   *
   * @param store what to ask; whoever keeps it calls {@link #changed()}
   * @param clock what time it is
   */
  public KeyWatch(KeyStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Something open on behalf of a key. */
  public final class Watch {

    private final Principal principal;
    private final Consumer<Refused> ended;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Instant deadline;

    private Watch(Principal principal, Consumer<Refused> ended) {
      this.principal = principal;
      this.ended = ended;
      this.deadline = principal.expires();
    }

    /** It was closed: there is nothing left to end. */
    public void close() {
      over.set(true);
      forget(this);
    }

    private void end(Refused refused) {
      if (over.compareAndSet(false, true)) {
        forget(this);
        ended.accept(refused);
      }
    }
  }

  /**
   * Watches on behalf of something that is open.
   *
   * @param principal whose it is; one without a key is never ended
   * @param ended told once, on any thread, why the key is let in no more
   * @return to be closed when what is open closes by itself
   */
  public Watch watch(Principal principal, Consumer<Refused> ended) {
    Watch watch = new Watch(principal, ended);
    if (!principal.anonymous()) {
      watches.compute(principal.keyId(), (id, known) -> {
        Set<Watch> all = known == null ? ConcurrentHashMap.newKeySet() : known;
        all.add(watch);
        return all;
      });
      // A change between the key's admission and this moment has been told already, and to nobody.
      check(principal.keyId());
    }
    return watch;
  }

  private void forget(Watch watch) {
    watches.computeIfPresent(watch.principal.keyId(), (id, all) -> {
      all.remove(watch);
      return all.isEmpty() ? null : all;
    });
  }

  /** Something changed in the store, of whatever key; {@link #tick()} sees to it. */
  public void changed() {
    changed.set(true);
  }

  /** Does what is due. Called every few milliseconds, which bounds how late an end can be. */
  public void tick() {
    if (changed.compareAndSet(true, false)) {
      watches.keySet().forEach(this::check);
      return;
    }
    Instant now = clock.instant();
    watches.forEach((keyId, all) -> {
      for (Watch watch : all) {
        if (isDue(watch, now)) {
          check(keyId);
          break;
        }
      }
    });
  }

  private static boolean isDue(Watch watch, Instant now) {
    Instant deadline = watch.deadline;
    return deadline != null && !now.isBefore(deadline);
  }

  /** How many things are watched. */
  public int size() {
    return watches.values().stream().mapToInt(Set::size).sum();
  }

  private void check(String keyId) {
    store.find(keyId).onComplete(found -> weigh(keyId, found));
  }

  private void weigh(String keyId, AsyncResult<KeyRecord> found) {
    Instant now = clock.instant();
    for (Watch watch : watches.getOrDefault(keyId, Set.of())) {
      Refused refused = found.succeeded() ? refusal(watch, found.result().at(now)) : late(watch, now);
      if (refused != null) {
        watch.end(refused);
      }
    }
  }

  private static Refused refusal(Watch watch, Admission admission) {
    if (!(admission instanceof Admitted admitted)) {
      return (Refused) admission;
    }
    watch.deadline = admitted.principal().expires();
    boolean moved = !admitted.principal().tenant().equals(watch.principal.tenant());
    return moved ? new Refused(Refusal.UNKNOWN, watch.principal.displayId(), "the key has moved to another tenant") : null;
  }

  private static Refused late(Watch watch, Instant now) {
    return isDue(watch, now)
        ? new Refused(Refusal.EXPIRED, watch.principal.displayId(), "since " + watch.deadline) : null;
  }
}
