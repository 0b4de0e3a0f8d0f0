package dev.gatehouse.auth.key;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.Validity;
import dev.gatehouse.record.Cidr;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A key's record and those it depends on, read once and then good for every use until the store says that one of them changed.
 * Also what is known of a key that does not exist, or whose record cannot be read.
 */
public final class KeyRecord implements Validity.State {

  private static final AtomicLong SERIALS = new AtomicLong();
  /** For how many addresses a key keeps its principal ready; a power of two. */
  private static final int SEATS = 8;

  private final SaltedHash hash;
  private final Admission.Refused refusal;
  private final Principal principal;
  private final Instant notBefore;
  private final List<Cidr> ips;
  private final String tenant;
  private final String owner;
  private final Instant lasts;
  private final long serial = SERIALS.incrementAndGet();
  /** By address, so that a request makes none. Races are harmless: principals are immutable and equal. */
  private final Principal[] seats;

  private KeyRecord(SaltedHash hash, Admission.Refused refusal, Principal principal, Instant notBefore, List<Cidr> ips,
      String tenant, String owner, Instant lasts) {
    this.owner = owner;
    this.lasts = lasts;
    this.seats = principal == null ? null : new Principal[SEATS];
    this.tenant = tenant;
    this.hash = hash;
    this.refusal = refusal;
    this.principal = principal;
    this.notBefore = notBefore;
    this.ips = ips;
  }

  private static KeyRecord refused(SaltedHash hash, AuthFailure reason, String keyId, String detail) {
    return new KeyRecord(hash, new Admission.Refused(reason, keyId, detail), null, null, null, null, null, null);
  }

  /**
   * Reads a record that depends on no other; for {@code mint}, which must not make what the host would close.
   *
   * @throws FieldException when a field cannot be read, is unknown, or asks for what this version cannot do
   */
  public static void check(String keyId, Map<String, String> values) {
    KeyReader.fields(keyId, values);
  }

  /**
   * Reads what the store holds.
   *
   * @param keyId the key's id
   * @param readAt when it was read: the time from which its {@code ttlMillis} count
   * @return never fails: what cannot be read is a record that admits nobody
   */
  public static KeyRecord of(String keyId, KeyState state, Instant readAt) {
    return of(keyId, state, readAt, -1);
  }

  /**
   * The same of a record that does not last.
   *
   * @param lastsMillis until the store drops it or one that it depends on, counted as {@code ttlMillis} is; negative for never
   */
  public static KeyRecord of(String keyId, KeyState state, Instant readAt, long lastsMillis) {
    KeyRecord read = read(keyId, state, readAt);
    return new KeyRecord(read.hash, read.refusal, read.principal, read.notBefore, read.ips, Names.tenantIn(state.fields()),
        Names.ownerIn(state.fields()), lastsMillis < 0 ? null : readAt.plusMillis(lastsMillis));
  }

  private static KeyRecord read(String keyId, KeyState state, Instant readAt) {
    String shown = Principal.displayId(keyId);
    boolean known = !state.fields().isEmpty();
    SaltedHash hash = null;
    try {
      hash = known ? SaltedHash.read(new Fields(state.fields())) : null;
      if (state.revoked() && known) {
        return refused(hash, AuthFailure.REVOKED, shown, "by " + (state.revokedBy().equals(keyId) ? "its id" : state.revokedBy()));
      }
      if (state.unreadable() != null) {
        return refused(hash, AuthFailure.UNREADABLE, shown, state.unreadable().replace(keyId, shown));
      }
      return known ? read(hash, keyId, state, readAt) : refused(null, AuthFailure.UNKNOWN, shown, null);
    } catch (FieldException e) {
      return refused(hash, AuthFailure.UNREADABLE, shown, e.getMessage().replace(keyId, shown));
    }
  }

  private static KeyRecord read(SaltedHash hash, String keyId, KeyState state, Instant readAt) {
    KeyReader reader = KeyReader.of(keyId, state);
    Principal principal = reader.principal();
    if (state.ttlMillis() >= 0) {
      principal = principal.until(readAt.plusMillis(state.ttlMillis()));
    }
    String disabled = reader.disabled();
    if (disabled != null) {
      return refused(hash, AuthFailure.DISABLED, principal.displayId(), disabled);
    }
    return new KeyRecord(hash, null, principal, reader.notBefore(), reader.ips(), null, null, null);
  }

  /** Whether there is such a key, readable or not. */
  public boolean exists() {
    return refusal == null || refusal.reason() != AuthFailure.UNKNOWN;
  }

  /** What the key's secret must match; of a key that cannot be read or does not exist something that no secret does. */
  SaltedHash hash() {
    return hash == null ? SaltedHash.NOBODY : hash;
  }

  @Override
  public long serial() {
    return serial;
  }

  @Override
  public Instant due() {
    Instant expires = principal == null ? null : principal.expires();
    return expires == null || lasts != null && lasts.isBefore(expires) ? lasts : expires;
  }

  /**
   * Whether a caller is let in: the one decision for a new request and for what is open.
   *
   * @param shownId the key as logs show it
   * @param proven whether they have proven the secret that {@link #hash()} is of
   * @param now the time
   * @param clientAddress where they call from
   * @param store where the record is from, and where it is read again
   */
  Admission admit(String shownId, boolean proven, Instant now, String clientAddress, KeyStore store) {
    // The secret comes before everything else that the record says: who has not proven it learns and causes nothing.
    if (hash != null && !proven) {
      return new Admission.Refused(AuthFailure.WRONG_SECRET, shownId, null);
    }
    Admission admission = at(now, clientAddress, store);
    return hash != null && admission instanceof Admission.Refused refused ? refused.of(tenant, owner) : admission;
  }

  @Override
  public Admission readmit(Principal caller, Instant now) {
    KeyValidity held = (KeyValidity) caller.validity();
    return admit(caller.displayId(), held.admittedBy().hash().equals(hash()), now, held.address(), held.store());
  }

  private Admission at(Instant now, String clientAddress, KeyStore store) {
    if (ips != null && ips.stream().noneMatch(range -> range.contains(clientAddress))) {
      return refused(AuthFailure.WRONG_ADDRESS, "ips does not hold " + clientAddress);
    }
    Admission.Refused why = refusal(now);
    return why == null ? new Admission.Admitted(seat(clientAddress, store)) : why;
  }

  private Principal seat(String clientAddress, KeyStore store) {
    int place = clientAddress.hashCode() & SEATS - 1;
    Principal seated = seats[place];
    if (seated == null || !((KeyValidity) seated.validity()).address().equals(clientAddress)) {
      seated = principal.admitted(new KeyValidity(principal.keyId(), store, this, clientAddress));
      seats[place] = seated;
    }
    return seated;
  }

  /** Whether the holder of the key is let in, wherever they call from, taking for granted that they know its secret. */
  public Admission at(Instant now) {
    Admission.Refused why = refusal(now);
    return why == null ? new Admission.Admitted(principal) : why;
  }

  private Admission.Refused refusal(Instant now) {
    if (refusal != null) {
      return refusal;
    }
    Instant expires = principal.expires();
    if (expires != null && !now.isBefore(expires)) {
      return refused(AuthFailure.EXPIRED, "since " + expires);
    }
    return notBefore != null && now.isBefore(notBefore) ? refused(AuthFailure.NOT_YET_VALID, "until " + notBefore) : null;
  }

  private Admission.Refused refused(AuthFailure reason, String detail) {
    return new Admission.Refused(reason, principal.displayId(), detail);
  }
}
