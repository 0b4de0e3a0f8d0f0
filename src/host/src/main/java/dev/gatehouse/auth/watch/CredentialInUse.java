package dev.gatehouse.auth.watch;

import dev.gatehouse.auth.Validity;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A credential with open calls, streams or sessions, or that had some a moment ago. It keeps its watches in a linked list, so that a call
 * costs neither a search nor an allocation here, and the time of its next re-authorisation.
 */
final class CredentialInUse {

  /** How many sweeps in a row must find it without a watch before it is removed: one that is used all the time stays. */
  private static final int IDLE_SWEEPS = 2;

  private final String id;
  private final Deadlines deadlines;
  private final AtomicBoolean marked = new AtomicBoolean();
  private volatile Validity validity;
  private @Nullable Watch first;
  private int size;
  private int idleSweeps;
  private boolean retired;
  private long serial;
  private volatile @Nullable Deadline deadline;

  /** When a credential must be re-authorised; ordered by time. */
  record Deadline(Instant at, CredentialInUse credential) implements Comparable<Deadline> {

    @Override
    public int compareTo(Deadline other) {
      int order = at.compareTo(other.at);
      return order == 0 ? credential.id.compareTo(other.credential.id) : order;
    }
  }

  /** The deadlines of all credentials, the next one first. */
  static final class Deadlines extends ConcurrentSkipListSet<Deadline> {

    private static final long serialVersionUID = 1L;

    /** Removes a credential that is due, and returns it; null when none is. */
    @Nullable
    CredentialInUse due(Instant now) {
      Iterator<Deadline> all = iterator();
      Deadline next = all.hasNext() ? all.next() : null;
      if (next == null || next.at().isAfter(now)) {
        return null;
      }
      remove(next);
      return next.credential().reached(next);
    }
  }

  CredentialInUse(Validity validity, Deadlines deadlines) {
    this.id = validity.subject();
    this.validity = validity;
    this.deadlines = deadlines;
  }

  /** Reads the current state of the credential. Never throws, so that the others are read too. */
  Future<? extends Validity.State> read() {
    try {
      return validity.read();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** Adds a watch; false when this has been removed from the credentials in use. */
  synchronized boolean add(Watch watch, Validity latest) {
    if (retired) {
      return false;
    }
    // It holds the state that admitted the caller: of several, only the latest is kept in memory.
    validity = latest;
    idleSweeps = 0;
    size++;
    watch.next = first;
    if (first != null) {
      first.previous = watch;
    }
    first = watch;
    return true;
  }

  /** Removes a watch. */
  synchronized void remove(Watch watch) {
    if (watch.previous == null) {
      first = watch.next;
    } else {
      watch.previous.next = watch.next;
    }
    if (watch.next != null) {
      watch.next.previous = watch.previous;
    }
    size--;
  }

  /** A snapshot of the watches. */
  synchronized List<Watch> watches() {
    List<Watch> all = new ArrayList<>(size);
    for (Watch watch = first; watch != null; watch = watch.next) {
      all.add(watch);
    }
    return all;
  }

  synchronized int size() {
    return size;
  }

  /** Retires it when nobody has used it for a while: then it takes no more watches. */
  synchronized boolean retire() {
    retired = size == 0 && ++idleSweeps >= IDLE_SWEEPS;
    if (retired) {
      dueAt(null);
    }
    return retired;
  }

  /** Schedules the next re-authorisation by a state that was read. Answers may come out of order: an older state changes nothing. */
  void schedule(Validity.State state) {
    Deadline known = deadline;
    if (!Objects.equals(known == null ? null : known.at(), state.due())) {
      replace(state);
    }
  }

  private synchronized void replace(Validity.State state) {
    if (state.serial() >= serial) {
      serial = state.serial();
      dueAt(state.due());
    }
  }

  private synchronized void dueAt(@Nullable Instant at) {
    if (deadline != null) {
      deadlines.remove(deadline);
    }
    deadline = at == null || retired ? null : new Deadline(at, this);
    if (deadline != null) {
      deadlines.add(deadline);
    }
  }

  private synchronized CredentialInUse reached(Deadline taken) {
    if (deadline == taken) {
      deadline = null;
    }
    return this;
  }

  /** Marks it for re-authorisation; false when it is marked already. */
  boolean mark() {
    return marked.compareAndSet(false, true);
  }

  void unmark() {
    marked.set(false);
  }
}
