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
import java.util.function.Consumer;

/**
 * Ends what a key has open when the key ends: revoked, disabled, deleted, expired, unreadable, or moved to another tenant. Asks the
 * store again after every change and at each key's deadline; while the store does not answer, what is open stays open until the
 * deadline, since nobody can revoke anything then either.
 */
public final class KeyWatch {

  private final KeyStore store;
  private final Clock clock;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Queue<Runnable> nextTick = new ConcurrentLinkedQueue<>();
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

  /** The same for what holds other things open: told a tick later, so that what runs in it can still say why it ends. */
  public Watch watchHolder(Principal principal, Consumer<Refused> ended) {
    return watch(principal, refused -> nextTick.add(() -> ended.accept(refused)));
  }

  /** Something changed in the store, of whatever key; {@link #tick()} sees to it. */
  public void changed() {
    changed.set(true);
  }

  /** Does what is due. Called every few milliseconds by one thread, which bounds how late an end can be. */
  public void tick() {
    for (int due = nextTick.size(); due > 0; due--) {
      nextTick.remove().run();
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
