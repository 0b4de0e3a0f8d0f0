package dev.gatehouse.auth.limit;

import dev.gatehouse.record.AddressBlock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The rate limiter for keys that the host has never seen, each of which is a question to the store. There are two token buckets: one
 * per {@link AddressBlock}, and one for all of them that bounds what the store is asked: {@value #ALL_PER_SECOND} a second. Callers
 * over the allowance of their address are served from what the others leave, so that a good key gets in beside strangers of the same
 * address. A key that was put off and comes back after a second is served before those that come for the first time, so that it gets in
 * however many made-up ones are sent. Keys that the host knows, good or dead, are not counted; a key that turns out to exist gets its
 * token back.
 */
public final class UnknownKeyThrottle {

  /** What an address has to itself, at once and a second. */
  static final int BURST = 100;
  static final int PER_SECOND = 10;
  /** What the store is asked at most, at once and a second. Each is one short command of a pipelined batch. */
  static final int ALL_BURST = 5_000;
  static final int ALL_PER_SECOND = 5_000;
  /** What keys that come for the first time leave to those that were put off, and these to addresses within their allowance. */
  static final int LEFT_BY_NEW = 2_500;
  static final int LEFT_BY_PUT_OFF = 1_250;
  /** After so long a key that was put off has waited: a little less than the caller was told. */
  static final long WAITED_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

  /** The address that has been quiet for longest is forgotten for another one. */
  private static final int MOST_ADDRESSES = 10_000;
  /** How many keys that were put off are remembered, the latest ones. */
  private static final int MOST_PUT_OFF = 20_000;

  private final LongSupplier nanoTime;
  private final Bucket all;
  private final Map<String, Bucket> addresses = BoundedMaps.leastRecentlyUsed(MOST_ADDRESSES);
  /** By id, when a key was first put off. */
  private final Map<String, Long> putOff = BoundedMaps.firstIn(MOST_PUT_OFF);

  /** A token bucket, full at first. */
  private final class Bucket {

    private final int burst;
    private final int perSecond;
    private double tokens;
    private long at = nanoTime.getAsLong();

    Bucket(int burst, int perSecond) {
      this.burst = burst;
      this.perSecond = perSecond;
      this.tokens = burst;
    }

    double tokens() {
      long now = nanoTime.getAsLong();
      tokens = Math.min(burst, tokens + (now - at) / (double) TimeUnit.SECONDS.toNanos(1) * perSecond);
      at = now;
      return tokens;
    }

    void add(int count) {
      tokens = Math.min(burst, tokens() + count);
    }
  }

  /** Counts in the terms of {@link System#nanoTime()}. */
  public UnknownKeyThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.all = new Bucket(ALL_BURST, ALL_PER_SECOND);
  }

  /** Takes a token for one question; false when there is none, and the store must not be asked. */
  public synchronized boolean admit(String keyId, String address) {
    Bucket own = addresses.computeIfAbsent(AddressBlock.of(address), block -> new Bucket(BURST, PER_SECOND));
    boolean within = own.tokens() >= 1;
    if (all.tokens() < 1 + (within ? 0 : hasWaited(keyId) ? LEFT_BY_PUT_OFF : LEFT_BY_NEW)) {
      putOff.putIfAbsent(keyId, nanoTime.getAsLong());
      return false;
    }
    putOff.remove(keyId);
    all.add(-1);
    if (within) {
      own.add(-1);
    }
    return true;
  }

  private boolean hasWaited(String keyId) {
    Long since = putOff.get(keyId);
    return since != null && nanoTime.getAsLong() - since >= WAITED_NANOS;
  }

  /** Gives an address its token back: the key exists, or the store did not say. */
  public synchronized void refund(String address) {
    Bucket own = addresses.get(AddressBlock.of(address));
    if (own != null) {
      own.add(1);
    }
  }
}
