package dev.gatehouse.redis.keys;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which keys a change of the revocation set is about. Redis tells that the set changed and not which member, so the keys in use
 * are asked for again, all of them in one round of a few commands; changes that are told during a round are the next one's. Requests do
 * not ask: while a round is under way they go by what was known before the change, for {@value #MOST_BEHIND_MILLIS} ms at the most, and
 * wait for the round after that. A key that was not in use waits for a round at once.
 */
final class Revocations {

  /** How long after a change was told an answer from before it may be used: a change is to be in force within 100 ms. */
  private static final long MOST_BEHIND_MILLIS = 25;
  private static final int KEYS_IN_COMMAND = 256;
  private static final int COMMANDS_AT_ONCE = 4;
  /** Between two rounds; as long as the last one took, within these. It bounds what endless changes cost Redis. */
  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  /** After a round that Redis did not answer. */
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Function<List<List<String>>, Future<List<@Nullable String>>> set;
  private final Context context;
  private final Supplier<List<CacheSlot>> inUse;
  private final Consumer<String> changed;
  private final Queue<Asker> askers = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  /** How many changes of the set were told. */
  private volatile long told;
  private volatile Settled settled = new Settled(0, 0);
  private volatile boolean closed;
  /** When the first change was told during the round that is under way, in nanoseconds; 0 for none. */
  private long duringNanos;
  /** On the context's event loop only. */
  private long earliestNanos = System.nanoTime();

  /**
   * What is behind.
   *
   * @param number so many changes are settled for all keys in use
   * @param nextNanos when the next one was told
   */
  private record Settled(long number, long nextNanos) {
  }

  private record Asker(CacheSlot slot, Promise<CacheSlot> answer) {
  }

  /**
   * Nothing has changed yet.
   *
   * @param set asks Redis with one command, as {@link RevokedSet#first} does
   * @param context on whose event loop Redis is asked
   * @param inUse the slots of the keys in use
   * @param changed told the id of a key in use that is revoked now and was not, or the reverse
   */
  Revocations(Function<List<List<String>>, Future<List<@Nullable String>>> set, Context context, Supplier<List<CacheSlot>> inUse,
      Consumer<String> changed) {
    this.set = set;
    this.context = context;
    this.inUse = inUse;
    this.changed = changed;
  }

  /** How many changes have been told; noted before something is read, it tells whether that is current. */
  long told() {
    return told;
  }

  /** Whether the answer is good without asking. */
  boolean isGood(CacheSlot.Answer answer) {
    return isCurrent(answer) || isGoodYet(answer);
  }

  /** A settled answer misses only changes that were told after it, the first of them not long ago. */
  private boolean isGoodYet(CacheSlot.Answer answer) {
    Settled last = settled;
    return answer.revocations() >= last.number()
        && System.nanoTime() - last.nextNanos() < TimeUnit.MILLISECONDS.toNanos(MOST_BEHIND_MILLIS);
  }

  boolean isCurrent(CacheSlot.Answer answer) {
    return answer.revocations() == told;
  }

  /** The set changed. */
  void changed() {
    synchronized (this) {
      long now = System.nanoTime();
      if (told == settled.number()) {
        settled = new Settled(told, now);
      }
      if (duringNanos == 0) {
        duringNanos = now;
      }
      told++;
    }
    begin();
  }

  /** Asks about a key in the next round; the answer is no older than the question. */
  Future<CacheSlot> ask(CacheSlot slot) {
    Promise<CacheSlot> answer = Promise.promise();
    askers.add(new Asker(slot, answer));
    begin();
    return answer.future();
  }

  private void begin() {
    if (scheduled.compareAndSet(false, true)) {
      context.runOnContext(now -> pause());
    }
  }

  private void pause() {
    long nanos = earliestNanos - System.nanoTime();
    if (nanos > 0) {
      context.owner().setTimer(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, tick -> round());
    } else {
      round();
    }
  }

  private void round() {
    long began = System.nanoTime();
    long number;
    synchronized (this) {
      number = told;
      duringNanos = 0;
    }
    List<Asker> waiting = new ArrayList<>();
    for (Asker asker = askers.poll(); asker != null; asker = askers.poll()) {
      waiting.add(asker);
    }
    Set<CacheSlot> slots = new LinkedHashSet<>();
    waiting.forEach(asker -> slots.add(asker.slot()));
    slots.addAll(behind(number));
    askFrom(new ArrayList<>(slots), 0, number).onComplete(done -> {
      earliestNanos = System.nanoTime() + (done.failed() ? RETRY_NANOS : pauseAfter(System.nanoTime() - began));
      if (done.succeeded()) {
        settle(number);
      }
      waiting.forEach(asker -> asker.answer().handle(done.map(asker.slot())));
      end();
    });
  }

  private List<CacheSlot> behind(long number) {
    return inUse.get().stream().filter(slot -> slot.answer().revocations() < number).toList();
  }

  private static long pauseAfter(long nanos) {
    return Math.max(SHORTEST_PAUSE_NANOS, Math.min(LONGEST_PAUSE_NANOS, nanos));
  }

  private synchronized void settle(long number) {
    settled = new Settled(number, duringNanos);
  }

  /** Another round asks about keys that came into use during this one: until then they went by what was settled before. */
  private void end() {
    scheduled.set(false);
    boolean more = told != settled.number() || !askers.isEmpty() || !behind(settled.number()).isEmpty();
    if (more && !closed) {
      begin();
    }
  }

  /** Stops the rounds. */
  void close() {
    closed = true;
  }

  /** A few commands at a time, with the event loop's other work between them. */
  private Future<Void> askFrom(List<CacheSlot> slots, int from, long number) {
    if (from >= slots.size()) {
      return Future.succeededFuture();
    }
    List<Future<Void>> commands = new ArrayList<>();
    int next = from;
    for (; next < slots.size() && commands.size() < COMMANDS_AT_ONCE; next += KEYS_IN_COMMAND) {
      commands.add(ask(slots.subList(next, Math.min(slots.size(), next + KEYS_IN_COMMAND)), number));
    }
    int rest = next;
    return Future.all(commands).compose(asked -> askFrom(slots, rest, number));
  }

  private Future<Void> ask(List<CacheSlot> slots, long number) {
    return set.apply(slots.stream().map(CacheSlot::revocable).toList()).map(revoked -> {
      for (int i = 0; i < slots.size(); i++) {
        if (slots.get(i).revoked(revoked.get(i), number)) {
          changed.accept(slots.get(i).id());
        }
      }
      return null;
    });
  }
}
