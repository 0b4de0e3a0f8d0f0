package dev.gatehouse.redis.audit;

import dev.gatehouse.auth.Ledger.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written for one tenant. One batch at a time is under way, since Redis recognizes a repeated batch by the number of the
 * tenant's last one. Used by the ledger's event loop only.
 */
final class TenantQueue {

  private static final long NEVER = -1;

  private final Deque<Entry> calls = new ArrayDeque<>();
  private final Deque<LedgerBatch> refusals = new ArrayDeque<>();
  private @Nullable LedgerBatch first;
  private boolean due;
  private boolean queued;
  private long takenBefore = NEVER;
  private boolean heldBack;

  /** Adds a call. */
  void add(Entry call) {
    calls.add(call);
  }

  /** Adds a batch of refusals. */
  void add(DenialBatch batch) {
    refusals.add(batch);
  }

  /** Marks all that is in it as due. */
  void due() {
    due = !isEmpty();
  }

  /**
   * Takes a place among the queues that are written from.
   *
   * @param most calls in a batch; so many are due at any time
   * @return false when nothing is due, or when it has such a place already
   */
  boolean enter(int most) {
    if (queued || !due && calls.size() < most) {
      return false;
    }
    queued = true;
    return true;
  }

  /**
   * The first batch: the same one until Redis has taken it.
   *
   * @param most calls in it
   * @param account makes a batch of calls
   */
  LedgerBatch first(int most, Function<List<Entry>, LedgerBatch> account) {
    if (first == null) {
      first = refusals.poll();
    }
    if (first == null) {
      List<Entry> some = new ArrayList<>();
      while (some.size() < most && !calls.isEmpty()) {
        some.add(calls.remove());
      }
      first = account.apply(some);
    }
    return first;
  }

  /** Drops the first batch, which Redis has taken, and leaves its place. */
  void taken() {
    first = null;
    queued = false;
    due &= !isEmpty();
    takenBefore = NEVER;
    heldBack = false;
  }

  /**
   * Leaves its place with the first batch still in it.
   *
   * @param all how many batches of all tenants Redis has taken by now
   */
  void failed(long all) {
    queued = false;
    due = false;
    heldBack |= takenBefore != NEVER && all > takenBefore;
    takenBefore = all;
  }

  /** The number of calls in no batch yet, if Redis took batches of others between two attempts that failed; else 0. */
  int heldBack() {
    return heldBack ? calls.size() : 0;
  }

  /** The number of calls in no batch yet, if the last attempt failed; else 0. */
  int stuck() {
    return takenBefore == NEVER ? 0 : calls.size();
  }

  /** Removes and returns the oldest call that is in no batch yet; there must be one. */
  Entry drop() {
    return calls.remove();
  }

  /** The number of refusals in it. */
  long refusals() {
    return (first == null ? 0 : first.refusals()) + refusals.stream().mapToLong(LedgerBatch::refusals).sum();
  }

  boolean isEmpty() {
    return first == null && refusals.isEmpty() && calls.isEmpty();
  }
}
