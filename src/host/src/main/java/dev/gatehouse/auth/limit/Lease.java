package dev.gatehouse.auth.limit;

import dev.gatehouse.record.Rate;
import org.jspecify.annotations.Nullable;

/**
 * A lease of a rate limit: calls that were charged to the limit ahead, so that an event loop counts them in memory. They are leased in
 * slices, each used within {@link Rate#leaseNanos()} from when it was asked for; what is left then is lost to all callers.
 *
 * <p>The size of a slice follows the calls of late. What may be lost is at most {@value #LOSS} of the calls that were admitted: a slice is
 * never larger than that allows, however callers behave. Not thread-safe.
 */
public final class Lease {

  private static final double LOSS = 0.02;
  /** A smaller slice is not asked for; {@code charge.lua} leases none either. */
  private static final int LEAST = 4;
  /** So many spans without a call, and the calls before them say nothing of those to come. */
  private static final int FORGETTING_SPANS = 4;

  /** Calls that were leased together. */
  public static final class Slice {

    private static final Slice NONE = new Slice(0, 0);

    private final long endNanos;
    private long left;

    private Slice(long left, long endNanos) {
      this.left = left;
      this.endNanos = endNanos;
    }
  }

  private final long spanNanos;
  private final double most;
  private Slice older = Slice.NONE;
  private Slice newer = Slice.NONE;
  private double mayLose;
  private long asked;
  private long granted;
  private long refusedNanos;
  private boolean refused;
  private long counted;
  private long sinceNanos;
  private double perNano;
  private long remaining;
  private long resetMillis;

  /**
   * Nothing leased yet.
   *
   * @param rate with a {@link Rate#leaseNanos()} above 0
   * @param now in the terms of {@link System#nanoTime()}, as all times here
   */
  public Lease(Rate rate, long now) {
    this.spanNanos = rate.leaseNanos();
    this.most = (double) rate.most() * spanNanos / rate.period().toNanos();
    this.sinceNanos = now;
  }

  /** Takes so much for a call; null when no slice has that much. */
  public @Nullable Slice take(long amount, long now) {
    expire(now);
    Slice from = older.left >= amount ? older : newer;
    if (from.left < amount) {
      return null;
    }
    from.left -= amount;
    admitted(amount);
    return from;
  }

  /** Puts back what a call took that is not admitted; it is lost when the slice has ended. */
  public void putBack(Slice slice, long amount, long now) {
    counted -= amount;
    mayLose -= amount * LOSS;
    if (slice == older || slice == newer) {
      slice.left += amount;
      expire(now);
    } else {
      mayLose -= amount;
    }
  }

  /** Counts a call that was admitted, by the script or by a slice. */
  public void admitted(long amount) {
    counted += amount;
    mayLose = Math.min(most, mayLose + amount * LOSS);
  }

  /** How much is leased and not used. */
  long left() {
    return older.left + newer.left;
  }

  private void expire(long now) {
    if (older.left > 0 && now - older.endNanos >= 0) {
      lose(older);
    }
    if (newer.left > 0 && now - newer.endNanos >= 0) {
      lose(newer);
    }
  }

  private void lose(Slice slice) {
    mayLose -= slice.left;
    slice.left = 0;
  }

  /** Whether to ask for the next slice ahead of need: half of the last one is used, and as much is likely to be used again. */
  public boolean isDue(long now) {
    return 2 * left() <= granted && wanted(now) > 0;
  }

  private long wanted(long now) {
    if (asked > 0 || refused && now - refusedNanos < spanNanos) {
      return 0;
    }
    expire(now);
    measure(now);
    long wanted = (long) Math.min(perNano * spanNanos / 2, mayLose - left());
    return wanted < LEAST ? 0 : wanted;
  }

  private void measure(long now) {
    long elapsed = now - sinceNanos;
    if (elapsed >= spanNanos / 2) {
      double measured = (double) counted / elapsed;
      perNano = elapsed > FORGETTING_SPANS * spanNanos ? measured : (perNano + measured) / 2;
      counted = 0;
      sinceNanos = now;
    }
  }

  /** Asks for the next slice; returns how much of it, 0 for none. */
  public long ask(long now) {
    long wanted = wanted(now);
    asked = wanted > 0 ? wanted : asked;
    return wanted;
  }

  /**
   * Takes over what was leased.
   *
   * @param amount how much; 0 when the limit has too little left
   * @param askedNanos when the script was sent: it ran later
   */
  public void granted(long amount, long askedNanos, long now) {
    asked = 0;
    granted = amount;
    refused = amount == 0;
    refusedNanos = now;
    if (amount > 0) {
      lose(older);
      older = newer;
      newer = new Slice(amount, askedNanos + spanNanos);
    }
  }

  /** Gives everything up, also what was asked for: Redis did not answer. */
  public void drop() {
    mayLose -= asked;
    asked = 0;
    lose(older);
    lose(newer);
  }

  /** Notes how the limit stands by the script. */
  public void stands(long remaining, long resetMillis) {
    this.remaining = remaining;
    this.resetMillis = resetMillis;
  }

  /** How the limit stands: as the script last told, with what is leased here. */
  public Limiter.Standing standing(Limiter.Cost cost) {
    return new Limiter.Standing(cost, remaining + left(), resetMillis);
  }
}
