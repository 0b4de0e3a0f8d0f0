package dev.gatehouse.auth.watch;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.Admission.Admitted;
import dev.gatehouse.auth.Admission.Refused;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.HeldCredentials;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.config.TenantConfig.Anonymous;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something open on behalf of a key, re-authorised by {@link KeyWatch} whenever the key may have changed. */
public final class Watch {

  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final Listener listener;
  private final AtomicBoolean over = new AtomicBoolean();
  private Principal principal;
  private long serial;
  /** All of callers without a key, of whom this is one, or null. */
  private Set<Watch> keyless;
  /** Where it is; null for a caller without a key. */
  KeyInUse key;
  /** Its neighbours in the key's list, under the key's lock. */
  Watch previous;
  Watch next;

  Watch(Principal principal, Listener listener) {
    this.principal = principal;
    this.listener = listener;
  }

  /** Stops watching: what was open has been closed, and there is nothing left to end. */
  public void close() {
    if (over.compareAndSet(false, true)) {
      remove();
    }
  }

  private void remove() {
    if (key != null) {
      key.remove(this);
    } else if (keyless != null) {
      keyless.remove(this);
    }
  }

  /** Puts it among those of callers without a key. */
  void enter(Set<Watch> others) {
    keyless = others;
    others.add(this);
  }

  private void end(Refused refused) {
    if (over.compareAndSet(false, true)) {
      remove();
      listener.ended(refused);
    }
  }

  private synchronized Principal principal() {
    return principal;
  }

  void weigh(KeyRecord record, Instant now) {
    Principal known = principal();
    Admission admission = admission(known, record, now);
    if (admission instanceof Refused refused) {
      end(refused);
    } else if (!((Admitted) admission).principal().tenant().equals(known.tenant())) {
      end(new Refused(AuthFailure.UNKNOWN, known.displayId(), "the key has moved to another tenant"));
    } else {
      learn(record.serial(), ((Admitted) admission).principal());
    }
  }

  /** Ends it when the tenant lets in no callers without a key any more. */
  void weighKeyless(Function<String, Anonymous> rules) {
    if (rules.apply(principal().tenant()) == null) {
      endKeyless();
    }
  }

  /** The same, and tells of other rights. */
  void weighAnew(Function<String, Anonymous> rules) {
    Anonymous now = rules.apply(principal().tenant());
    if (now == null) {
      endKeyless();
    } else {
      learn(now);
    }
  }

  private void endKeyless() {
    end(new Refused(AuthFailure.MISSING, principal().displayId(), "callers without a key are no longer let in", principal().tenant(),
        null));
  }

  private synchronized void learn(Anonymous now) {
    learn(serial + 1, principal.anonymousWith(now.tools(), now.rates()));
  }

  private static Admission admission(Principal known, KeyRecord record, Instant now) {
    HeldCredentials presented = known.presented();
    try {
      return presented == HeldCredentials.NOTHING ? record.at(now)
          : record.admit(known.displayId(), presented.proof().equals(record.hash()), now, presented.address());
    } catch (RuntimeException e) {
      LOG.error("key {} cannot be checked", known.displayId(), e);
      return new Refused(AuthFailure.UNREADABLE, known.displayId(), e.getClass().getName());
    }
  }

  /** Answers may come in another order than they were asked for. */
  private synchronized void learn(long itsSerial, Principal now) {
    if (now != principal && itsSerial > serial && !over.get()) {
      serial = itsSerial;
      principal = now;
      listener.changed(now);
    }
  }

  /** The store does not answer; the expiry that was last read still counts. */
  void weighUnanswered(Instant now) {
    Instant end = principal().expires();
    if (end != null && !now.isBefore(end)) {
      end(new Refused(AuthFailure.EXPIRED, principal().displayId(), "since " + end));
    }
  }

  /** Receives changes of the rights of a caller who has something open; on any thread. */
  public interface Listener {

    /** Their rights may have changed; these are the current ones. */
    void changed(Principal now);

    /** They are no longer let in. Called once, as the last call. */
    void ended(Refused why);
  }
}
