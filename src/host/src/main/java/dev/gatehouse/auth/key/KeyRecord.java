package dev.gatehouse.auth.key;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A parsed key record with the records it depends on, valid until the store reports a change of one of them. A missing or unreadable record
 * is one too: it admits nobody (fail closed).
 */
public final class KeyRecord implements Validity.State {

  private static final AtomicLong SERIALS = new AtomicLong();
  /** For how many addresses a record caches whom it admits; a power of two. */
  private static final int CACHED = 8;

  private final @Nullable SaltedHash hash;
  private final Content content;
  private final @Nullable String tenant;
  private final @Nullable String owner;
  private final @Nullable Instant lasts;
  private final long serial = SERIALS.incrementAndGet();
  /** The check digits of the key that has proven itself, so that they are computed once and not for each request; negative before. */
  private volatile long check = -1;

  private sealed interface Content {
  }

  /** The key admits nobody, at no time. */
  private record Closed(Admission.Refused refusal) implements Content {

    Closed(AuthFailure reason, String shownId, @Nullable String detail) {
      this(new Admission.Refused(reason, shownId, detail));
    }
  }

  /** The key is active. Caches whom it admits by address, so that a request makes nothing; races are harmless, since entries are equal. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Open(Principal principal, @Nullable Instant notBefore, List<KeyField.Origin> origins,
      Admission.@Nullable Admitted[] cache) implements Content {
  }

  private KeyRecord(@Nullable SaltedHash hash, Content content, Map<String, String> fields, @Nullable Instant lasts) {
    this.hash = hash;
    this.content = content;
    this.tenant = Names.tenantIn(fields);
    this.owner = Names.ownerIn(fields);
    this.lasts = lasts;
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
    String shown = Principal.displayId(keyId);
    SaltedHash hash = null;
    Content content;
    try {
      hash = state.fields().isEmpty() ? null : SaltedHash.read(new Fields(state.fields()));
      content = content(keyId, shown, state, readAt);
    } catch (FieldException e) {
      content = new Closed(AuthFailure.UNREADABLE, shown, e.getMessage().replace(keyId, shown));
    }
    return new KeyRecord(hash, content, state.fields(), lastsMillis < 0 ? null : readAt.plusMillis(lastsMillis));
  }

  private static Content content(String keyId, String shown, KeyState state, Instant readAt) {
    boolean known = !state.fields().isEmpty();
    String revokedBy = state.revokedBy();
    if (known && revokedBy != null) {
      return new Closed(AuthFailure.REVOKED, shown, "by " + (revokedBy.equals(keyId) ? "its id" : revokedBy));
    }
    String unreadable = state.unreadable();
    if (unreadable != null) {
      return new Closed(AuthFailure.UNREADABLE, shown, unreadable.replace(keyId, shown));
    }
    return known ? content(KeyReader.of(keyId, state), state, readAt) : new Closed(AuthFailure.UNKNOWN, shown, null);
  }

  private static Content content(KeyReader reader, KeyState state, Instant readAt) {
    Principal principal = reader.principal();
    String disabled = reader.disabled();
    if (disabled != null) {
      return new Closed(AuthFailure.DISABLED, principal.displayId(), disabled);
    }
    Principal lasting = state.ttlMillis() < 0 ? principal : principal.until(readAt.plusMillis(state.ttlMillis()));
    return new Open(lasting, reader.notBefore(), reader.origins(), new Admission.Admitted[CACHED]);
  }

  /** Whether there is such a key, readable or not. */
  public boolean exists() {
    return !(content instanceof Closed closed) || closed.refusal.reason() != AuthFailure.UNKNOWN;
  }

  /** Whether the key has the check digits of the one that has proven itself. Whoever has another secret with them is no further. */
  boolean hasChecked(ApiKey key) {
    return check == Integer.toUnsignedLong(key.check());
  }

  /** Notes the check digits of a key whose checksum is right and whose secret matches. */
  void checked(ApiKey key) {
    long its = Integer.toUnsignedLong(key.check());
    if (check != its) {
      check = its;
    }
  }

  /** What the key's secret must match; if the key does not exist or its hash cannot be read, something that no secret matches. */
  SaltedHash hash() {
    return hash == null ? SaltedHash.NOBODY : hash;
  }

  @Override
  public long serial() {
    return serial;
  }

  @Override
  public @Nullable Instant due() {
    Instant expires = content instanceof Open open ? open.principal.expires() : null;
    return expires == null || lasts != null && lasts.isBefore(expires) ? lasts : expires;
  }

  /**
   * Decides whether a caller is admitted: the one decision for new requests and for re-authorisation.
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
    if (!(content instanceof Open open)) {
      return ((Closed) content).refusal;
    }
    for (KeyField.Origin origin : open.origins) {
      if (!origin.holds().test(clientAddress)) {
        return refused(open, origin.reason(), origin.field() + " does not hold " + clientAddress);
      }
    }
    Admission.Refused why = refusal(open, now);
    return why == null ? admitted(open, clientAddress, store) : why;
  }

  private Admission.Admitted admitted(Open open, String clientAddress, KeyStore store) {
    int place = clientAddress.hashCode() & CACHED - 1;
    Admission.Admitted cached = open.cache[place];
    if (cached == null || !((KeyValidity) cached.principal().validity()).address().equals(clientAddress)) {
      cached = new Admission.Admitted(
          open.principal.admitted(new KeyValidity(open.principal.keyId(), store, this, clientAddress)));
      open.cache[place] = cached;
    }
    return cached;
  }

  /** Decides whether the key admits its holder, without checking address and secret. */
  public Admission at(Instant now) {
    if (!(content instanceof Open open)) {
      return ((Closed) content).refusal;
    }
    Admission.Refused why = refusal(open, now);
    return why == null ? new Admission.Admitted(open.principal) : why;
  }

  private static Admission.@Nullable Refused refusal(Open open, Instant now) {
    Instant expires = open.principal.expires();
    if (expires != null && !now.isBefore(expires)) {
      return refused(open, AuthFailure.EXPIRED, "since " + expires);
    }
    return open.notBefore != null && now.isBefore(open.notBefore)
        ? refused(open, AuthFailure.NOT_YET_VALID, "until " + open.notBefore) : null;
  }

  private static Admission.Refused refused(Open open, AuthFailure reason, String detail) {
    return new Admission.Refused(reason, open.principal.displayId(), detail);
  }
}
