package dev.gatehouse.auth.key;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.Validity;
import dev.gatehouse.record.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A parsed key record with the records it depends on, valid until the store reports a change of one of them. A missing or unreadable record
 * becomes one that admits nobody (fail closed).
 */
public final class KeyRecord implements Validity.State {

  private static final AtomicLong SERIALS = new AtomicLong();
  /** The number of client addresses for which a record caches its principal; a power of two. */
  private static final int CACHED = 8;

  private final @Nullable SaltedHash hash;
  private final Content content;
  /** The names of its tenant and owner, also of a record that cannot be read; null when it holds none that could be. */
  private final @Nullable String tenant;
  private final @Nullable String owner;
  private final @Nullable Instant lasts;
  private final long serial = SERIALS.incrementAndGet();

  private sealed interface Content {
  }

  /** The key admits nobody, at no time. */
  private record Closed(Admission.Refused refusal) implements Content {

    Closed(AuthFailure reason, String shownId, @Nullable String detail) {
      this(new Admission.Refused(reason, shownId, detail));
    }
  }

  /** The key is active. Caches the principal by address, so that a request makes none; races are harmless, since the entries are equal. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Open(Principal principal, @Nullable Instant notBefore, List<KeyField.Origin> origins, @Nullable Principal[] cache)
      implements Content {
  }

  private KeyRecord(@Nullable SaltedHash hash, Content content, Map<String, String> fields, @Nullable Instant lasts) {
    this.hash = hash;
    this.content = content;
    this.tenant = name(fields, KeyField.TENANT, Identifier.NAME);
    this.owner = name(fields, KeyField.OWNER, Identifier.OWNER);
    this.lasts = lasts;
  }

  private static @Nullable String name(Map<String, String> fields, KeyField field, Identifier form) {
    String name = fields.get(field.field());
    return name != null && form.matches(name) ? name : null;
  }

  /**
   * Validates a record that depends on no other; for {@code mint}, which must not create a key that the host would refuse.
   *
   * @throws FieldException when a field cannot be read, is unknown, or asks for what this version cannot do
   */
  public static void check(String keyId, Map<String, String> values) {
    KeyReader.fields(keyId, values);
  }

  /**
   * Parses a record that depends on none that the store will drop. Never fails: a record that cannot be read admits nobody.
   *
   * @param keyId the key's id
   * @param state what the store holds
   * @param readAt when it was read: the time from which its {@code ttlMillis} count
   */
  public static KeyRecord of(String keyId, KeyState state, Instant readAt) {
    return of(keyId, state, readAt, -1);
  }

  /**
   * Parses a record. Never fails: a record that cannot be read admits nobody.
   *
   * @param lastsMillis the milliseconds until the store drops it or one that it depends on, from {@code readAt}; negative for never
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
    return new Open(lasting, reader.notBefore(), reader.origins(), new Principal[CACHED]);
  }

  /** Whether there is such a key, readable or not. */
  public boolean exists() {
    return !(content instanceof Closed closed) || closed.refusal.reason() != AuthFailure.UNKNOWN;
  }

  /** The hash that the key's secret must match; one that no secret matches when the key does not exist or its hash cannot be read. */
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
   * @param proven whether the caller has presented the secret that {@link #hash()} belongs to
   * @param now the time
   * @param clientAddress the address that the caller calls from
   * @param store the store that the record is from, for re-authorisation
   */
  Admission admit(String shownId, boolean proven, Instant now, String clientAddress, KeyStore store) {
    // The secret comes before everything else that the record says: a caller without it learns and causes nothing.
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
    return why == null ? new Admission.Admitted(principal(open, clientAddress, store)) : why;
  }

  private Principal principal(Open open, String clientAddress, KeyStore store) {
    int place = clientAddress.hashCode() & CACHED - 1;
    Principal cached = open.cache[place];
    if (cached == null || !((KeyValidity) cached.validity()).address().equals(clientAddress)) {
      cached = open.principal.admitted(new KeyValidity(open.principal.keyId(), store, this, clientAddress));
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
