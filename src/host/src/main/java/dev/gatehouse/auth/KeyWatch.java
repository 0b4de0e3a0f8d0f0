package dev.gatehouse.auth;

import dev.gatehouse.auth.Admission.Admitted;
import dev.gatehouse.auth.Admission.Refused;
import io.vertx.core.AsyncResult;
import java.time.Clock;
import java.time.Instant;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Ends what a key has open when the key ends: revoked, disabled, deleted, expired, unreadable, or moved to another tenant. Asks the
 * store again after every change and at each key's deadline; while the store does not answer, what is open stays open until the
 * deadline, since nobody can revoke anything then either.
 */
public final class KeyWatch {

  /** Calls of other event loops need a moment to be told and to answer: so many ticks at the most, and one more to be written. */
  private static final int MOST_FAREWELL_TICKS = 50;

  private final KeyStore store;
  private final Clock clock;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Queue<Farewell> farewells = new ConcurrentLinkedQueue<>();
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

  /** What is told when it is no longer busy, and was not a tick ago either. */
  private record Farewell(BooleanSupplier busy, int patience, Runnable action) {

    /** What remains to wait for, or null for nothing. */
    Farewell next() {
      if (busy.getAsBoolean() && patience > 0) {
        return new Farewell(busy, patience - 1, action);
      }
      return patience < 0 ? null : new Farewell(busy, -1, action);
    }
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
      watches.remove(this);
    }

    private void end(Refused refused) {
      if (over.compareAndSet(false, true)) {
        watches.remove(this);
        ended.accept(refused);
      }
    }

    private boolean isDue(Instant now) {
      Instant end = deadline;
      return end != null && !now.isBefore(end);
    }
  }

  /**
   * Watches on behalf of something that runs.
   *
   * @param principal whose it is; one without a key is never ended
   * @param ended told once, on any thread, why the key is let in no more
   * @return to be closed when what runs ends by itself
   */
  public Watch watch(Principal principal, Consumer<Refused> ended) {
    Watch watch = new Watch(principal, ended);
    if (!principal.anonymous()) {
      watches.add(watch);
      // A change between the key's admission and this moment has been told already, and to nobody.
      check(watch);
    }
    return watch;
  }

  /**
   * The same for what holds other things open: told when those have said why they end.
   *
   * @param busy whether any of them has not yet
   */
  public Watch watchHolder(Principal principal, BooleanSupplier busy, Consumer<Refused> ended) {
    return watch(principal, refused -> farewells.add(new Farewell(busy, MOST_FAREWELL_TICKS, () -> ended.accept(refused))));
  }

  /** Something changed in the store, of whatever key; {@link #tick()} sees to it. */
  public void changed() {
    changed.set(true);
  }

  /** Does what is due. Called every few milliseconds by one thread, which bounds how late an end can be. */
  public void tick() {
    for (int waiting = farewells.size(); waiting > 0; waiting--) {
      Farewell farewell = farewells.remove();
      Farewell next = farewell.next();
      if (next == null) {
        farewell.action().run();
      } else {
        farewells.add(next);
      }
    }
    boolean all = changed.compareAndSet(true, false);
    Instant now = clock.instant();
    for (Watch watch : watches) {
      if (all || watch.isDue(now)) {
        check(watch);
      }
    }
  }

  /** How many things are watched. */
  public int size() {
    return watches.size();
  }

  private void check(Watch watch) {
    store.find(watch.principal.keyId()).onComplete(found -> weigh(watch, found));
  }

  private void weigh(Watch watch, AsyncResult<KeyRecord> found) {
    Instant now = clock.instant();
    Refused refused = found.succeeded() ? refusal(watch, found.result().at(now)) : late(watch, now);
    if (refused != null) {
      watch.end(refused);
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
    return watch.isDue(now)
        ? new Refused(Refusal.EXPIRED, watch.principal.displayId(), "since " + watch.deadline) : null;
  }
}
