package dev.gatehouse.auth.limit;

import dev.gatehouse.record.AddressBlock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Rate limiter for keys that this host has never seen: each is a question to the store. One token bucket ({@link Gcra}) per {@link
 * AddressBlock} gives each address an allowance, and one for all addresses bounds what the store is asked: {@value #ALL_PER_SECOND} a
 * second. Callers over the allowance of their address are served from what the others leave, so that a good key is admitted even when its
 * address sends made-up ones too. A key that was put off and comes back after a second is served before those that come for the first
 * time, so that it is admitted however many made-up ones are sent. Keys that the host knows, good or dead, are not counted; a key that
 * turns out to exist gets its token back.
 */
public final class UnknownKeyThrottle {

  /** The token bucket of an address: burst, and tokens per second. */
  static final int BURST = 100;
  static final int PER_SECOND = 10;
  /** The token bucket of the store: burst, and lookups per second. Each is one short command of a pipelined batch. */
  static final int ALL_BURST = 5_000;
  static final int ALL_PER_SECOND = 5_000;
  /** Tokens reserved by new keys for deferred ones, and by these for addresses within their allowance. */
  static final int LEFT_BY_NEW = 2_500;
  static final int LEFT_BY_PUT_OFF = 1_250;
  /** The minimum wait of a deferred key: a little less than the retry time in the answer. */
  static final long WAITED_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

  /** The maximum number of addresses; one more evicts the one that has been quiet for longest. */
  private static final int MOST_ADDRESSES = 10_000;
  /** The maximum number of deferred keys; one more evicts the oldest. */
  private static final int MOST_PUT_OFF = 20_000;

  private final LongSupplier nanoTime;
  private final Gcra all;
  private final Map<String, Gcra> addresses = BoundedMaps.leastRecentlyUsed(MOST_ADDRESSES);
  /** By id, when a key was first put off. */
  private final Map<String, Long> putOff = BoundedMaps.firstIn(MOST_PUT_OFF);

  /** Counts in the terms of {@link System#nanoTime()}. */
  public UnknownKeyThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.all = new Gcra(ALL_BURST, ALL_PER_SECOND, nanoTime);
  }

  /** Takes a token for one lookup; false when there is none, and the store must not be asked. */
  public synchronized boolean admit(String keyId, String address) {
    Gcra own = addresses.computeIfAbsent(AddressBlock.of(address), block -> new Gcra(BURST, PER_SECOND, nanoTime));
    boolean within = own.holds(1);
    if (!all.holds(1 + (within ? 0 : hasWaited(keyId) ? LEFT_BY_PUT_OFF : LEFT_BY_NEW))) {
      putOff.putIfAbsent(keyId, nanoTime.getAsLong());
      return false;
    }
    putOff.remove(keyId);
    all.take();
    if (within) {
      own.take();
    }
    return true;
  }

  private boolean hasWaited(String keyId) {
    Long since = putOff.get(keyId);
    return since != null && nanoTime.getAsLong() - since >= WAITED_NANOS;
  }

  /** Refunds an address's token: the key exists, or the store did not answer. */
  public synchronized void refund(String address) {
    Gcra own = addresses.get(AddressBlock.of(address));
    if (own != null) {
      own.giveBack();
    }
  }
}
