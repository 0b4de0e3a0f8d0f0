package dev.gatehouse.redis.keys;

import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.redis.keys.RecordReader.Read;
import dev.gatehouse.redis.link.TrackingEpoch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A key's place in the cache, from the moment it is asked for: first the mark that a read is under way, then what was read. A push
 * takes the mark away, and with it the right to keep the answer.
 */
final class CacheSlot {

  private final String keyId;
  private final @Nullable TrackingEpoch hearing;
  private final Promise<KeyRecord> loading = Promise.promise();
  private volatile Set<String> dependsOn = Set.of();
  private volatile boolean dropped;
  /** Null while it is being read, as is the answer. */
  private volatile @Nullable Contents contents;
  private volatile @Nullable Answer answer;

  /** What was read, and the moment before that in the terms of {@link System#nanoTime()} and of the clock. */
  private record Contents(Read read, long nanos, Instant at) {
  }

  /**
   * The record under one state of the revocation set.
   *
   * @param revocations how many changes of the set had been told when it was asked
   * @param revokedBy the entry in it that closes the key, or null for none
   */
  record Answer(long revocations, @Nullable String revokedBy, Future<KeyRecord> record) {

    /** Whether there is such a key; of one that does not exist nobody asks whether it is revoked. */
    boolean exists() {
      return record.result().exists();
    }
  }

  /**
   * A slot.
   *
   * @param hearing the time that it is good for; null when nobody tells of changes, and it is good for nothing but an outage
   */
  CacheSlot(String keyId, @Nullable TrackingEpoch hearing) {
    this.keyId = keyId;
    this.hearing = hearing;
  }

  String keyId() {
    return keyId;
  }

  /** Whether it can be used without asking Redis, or waited for. */
  boolean isUsable() {
    return !dropped && hearing != null && hearing.isLive() && (answer == null || lasts());
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

  /** The same records under another state of the revocation set; says whether the key is let in now and was not, or the reverse. */
  boolean revoked(@Nullable String by, long revocations) {
    Answer known = answer();
    answer = Objects.equals(known.revokedBy(), by) ? new Answer(revocations, by, known.record()) : answer(by, revocations);
    return (known.revokedBy() == null) != (by == null);
  }

  private Answer answer(@Nullable String revokedBy, long revocations) {
    Contents held = contents();
    KeyRecord record = KeyRecord.of(keyId, held.read().state().revokedBy(revokedBy), held.at(), held.read().lastsMillis());
    return new Answer(revocations, revokedBy, Future.succeededFuture(record));
  }

  /** Whether somebody tells of its changes. */
  boolean isTracked() {
    return hearing != null;
  }

  /** What in the revocation set closes its key; nothing for one that does not exist. */
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

  /** For those who ask while it is being read. */
  Promise<KeyRecord> loading() {
    return loading;
  }

  long readNanos() {
    return contents().nanos();
  }

  /** Until when its contents are known to have been true. */
  long trueNanos() {
    return hearing == null ? readNanos() : Math.max(readNanos(), hearing.heardNanos());
  }
}
