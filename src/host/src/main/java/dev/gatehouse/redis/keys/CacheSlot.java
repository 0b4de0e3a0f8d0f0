package dev.gatehouse.redis.keys;

import dev.gatehouse.auth.key.Credential;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.redis.connection.TrackingEpoch;
import dev.gatehouse.redis.keys.RecordReader.Read;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A credential's entry in the cache, from the moment that it is asked for: it marks that a read is under way, and later holds what was read.
 * A push drops it, and what was read for a dropped slot is not kept.
 */
final class CacheSlot {

  private final Credential credential;
  private final @Nullable TrackingEpoch epoch;
  private final Promise<KeyRecord> loading = Promise.promise();
  private volatile Set<String> dependsOn = Set.of();
  private volatile boolean dropped;
  /** Null while it is being read, as is the answer. */
  private volatile @Nullable Contents contents;
  private volatile @Nullable Answer answer;

  /** What was read, and when the read began, by {@link System#nanoTime()} and by the clock. */
  private record Contents(Read read, long nanos, Instant at) {
  }

  /**
   * The record under one state of the revocation set.
   *
   * @param revocations how many changes of the set had been told when it was asked
   * @param revokedBy the entry in it that closes the credential, or null for none
   */
  record Answer(long revocations, @Nullable String revokedBy, Future<KeyRecord> record) {

    /** Whether there is such a key or token; a key that does not exist is not looked up in the revocation set. */
    boolean exists() {
      return record.result().exists();
    }
  }

  /**
   * A slot.
   *
   * @param epoch in which it is good; null while Redis tells of no changes: then it is good for an outage alone
   */
  CacheSlot(Credential credential, @Nullable TrackingEpoch epoch) {
    this.credential = credential;
    this.epoch = epoch;
  }

  String id() {
    return credential.id();
  }

  /** Whose rights it holds. */
  Credential credential() {
    return credential;
  }

  /** Whether it can be used, or waited for, without another question to Redis. */
  boolean isUsable() {
    return !dropped && epoch != null && epoch.isLive() && (answer == null || lasts());
  }

  /** Whether none of its records has reached the end that Redis has set for it. Redis itself may tell of that much later. */
  boolean lasts() {
    long millis = contents().read().lastsMillis();
    return millis < 0 || System.nanoTime() - readNanos() < TimeUnit.MILLISECONDS.toNanos(millis);
  }

  void dependsOn(Set<String> names) {
    dependsOn = names;
  }

  Set<String> dependsOn() {
    return dependsOn;
  }

  void drop() {
    dropped = true;
  }

  boolean isDropped() {
    return dropped;
  }

  void fill(Read read, long nanos, Instant at, long revocations) {
    contents = new Contents(read, nanos, at);
    answer = answer(read.state().revokedBy(), revocations);
  }

  /** The same records under another state of the revocation set; says whether the credential is let in now and was not, or the reverse. */
  boolean revoked(@Nullable String by, long revocations) {
    Answer known = answer();
    answer = Objects.equals(known.revokedBy(), by) ? new Answer(revocations, by, known.record()) : answer(by, revocations);
    return (known.revokedBy() == null) != (by == null);
  }

  private Answer answer(@Nullable String revokedBy, long revocations) {
    Contents held = contents();
    KeyRecord record = credential.parse(held.read().state().revokedBy(revokedBy), held.at(), held.read().lastsMillis());
    return new Answer(revocations, revokedBy, Future.succeededFuture(record));
  }

  /** Whether Redis tells of its changes. */
  boolean isTracked() {
    return epoch != null;
  }

  /** What in the revocation set closes its credential; nothing for one that does not exist. */
  List<String> revocable() {
    return contents().read().revocable();
  }

  /** What it holds, once it has been read. */
  Answer answer() {
    return Objects.requireNonNull(answer);
  }

  private Contents contents() {
    return Objects.requireNonNull(contents);
  }

  /** Completed when it has been read, for those who ask meanwhile. */
  Promise<KeyRecord> loading() {
    return loading;
  }

  long readNanos() {
    return contents().nanos();
  }

  /** Until when its contents are known to have been true. */
  long trueNanos() {
    return epoch == null ? readNanos() : Math.max(readNanos(), epoch.heardNanos());
  }
}
