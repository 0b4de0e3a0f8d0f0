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
 * The parsed record of a key, or of a token's issuer as it applies to one token, with the records it depends on; valid until the store
 * reports a change of one of them. A missing or unreadable record becomes one that admits nobody (fail closed).
 */
public final class KeyRecord implements Validity.State {

  private static final AtomicLong SERIALS = new AtomicLong();
  /** The number of client addresses for which a record caches whom it admits; a power of two. */
  private static final int CACHED = 8;

  private final Credential credential;
  private final @Nullable SaltedHash hash;
  private final Content content;
  /** The names of its tenant and owner, also of a record that cannot be read; null when it holds none that could be. */
  private final @Nullable String tenant;
  private final @Nullable String owner;
  private final @Nullable Instant lasts;
  private final long serial = SERIALS.incrementAndGet();
  /** The check digits of the key that has proven itself, so that they are computed once and not for each request; negative before. */
  private volatile long check = -1;

  private sealed interface Content {
  }

  /** It admits nobody, at no time. */
  private record Closed(Admission.Refused refusal, boolean exists) implements Content {

    Closed(AuthFailure reason, String shownId, @Nullable String detail) {
      this(new Admission.Refused(reason, shownId, detail), reason != AuthFailure.UNKNOWN);
    }
  }

  /** It is active. Caches whom it admits by address, so that a request makes nothing; races are harmless, since entries are equal. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Open(Principal principal, @Nullable Instant notBefore, List<KeyField.Origin> origins,
      Admission.@Nullable Admitted[] cache) implements Content {
  }

  private KeyRecord(Credential credential, @Nullable SaltedHash hash, Content content, @Nullable String tenant, @Nullable String owner,
      @Nullable Instant lasts) {
    this.credential = credential;
    this.hash = hash;
    this.content = content;
    this.tenant = tenant;
    this.owner = owner;
    this.lasts = lasts;
  }

  /**
   * The record of a token that may be used. Its holder proves nothing here: the signature was verified before the store was asked.
   *
   * @param principal who the token stands for, with their rights and the time of its end
   * @param notBefore when it becomes valid, or null for at once
   * @param lasts when the store drops one of the records that it depends on, or null for never
   */
  public static KeyRecord open(Credential token, Principal principal, @Nullable Instant notBefore, @Nullable Instant lasts) {
    Open open = new Open(principal, notBefore, List.of(), new Admission.Admitted[CACHED]);
    return new KeyRecord(token, null, open, principal.tenant(), principal.owner(), lasts);
  }

  /**
   * The record of a token that admits nobody. It counts as one that exists, whatever the reason is, so that the store keeps it until one of
   * its records changes.
   *
   * @param refusal why, with the token's tenant and owner
   * @param lasts when the store drops one of the records that it depends on, or null for never
   */
  public static KeyRecord closed(Credential token, Admission.Refused refusal, @Nullable Instant lasts) {
    return new KeyRecord(token, null, new Closed(refusal, true), refusal.tenant(), refusal.owner(), lasts);
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
    return of(new KeyCredential(keyId), state, readAt, lastsMillis);
  }

  static KeyRecord of(KeyCredential credential, KeyState state, Instant readAt, long lastsMillis) {
    String keyId = credential.id();
    String shown = Principal.displayId(keyId);
    SaltedHash hash = null;
    Content content;
    try {
      hash = state.fields().isEmpty() ? null : SaltedHash.read(new Fields(state.fields()));
      content = content(keyId, shown, state, readAt);
    } catch (FieldException e) {
      content = new Closed(AuthFailure.UNREADABLE, shown, e.getMessage().replace(keyId, shown));
    }
    return new KeyRecord(credential, hash, content, name(state.fields(), KeyField.TENANT, Identifier.NAME),
        name(state.fields(), KeyField.OWNER, Identifier.OWNER), lastsMillis < 0 ? null : readAt.plusMillis(lastsMillis));
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

  /** Whether there is such a key or token, readable or not. */
  public boolean exists() {
    return !(content instanceof Closed closed) || closed.exists;
  }

  /** Whether the key has the check digits of the one that has proven itself. They prove nothing: 32 bits of a hash of 256 random ones. */
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
    if (!proven && (hash != null || content instanceof Open)) {
      return new Admission.Refused(AuthFailure.WRONG_SECRET, shownId, null);
    }
    Admission admission = at(now, clientAddress, store);
    return hash != null && admission instanceof Admission.Refused refused ? refused.of(tenant, owner) : admission;
  }

  /**
   * Decides whether the holder of a token is admitted, whose signature has been verified.
   *
   * @param now the time
   * @param clientAddress the address that the caller calls from
   * @param store the store that the record is from, for re-authorisation
   */
  public Admission admitVerified(Instant now, String clientAddress, KeyStore store) {
    Admission admission = at(now, clientAddress, store);
    return admission instanceof Admission.Refused refused ? refused.of(tenant, owner) : admission;
  }

  @Override
  public Admission readmit(Principal caller, Instant now) {
    KeyValidity held = (KeyValidity) caller.validity();
    return credential instanceof KeyCredential
        ? admit(caller.displayId(), held.admittedBy().hash().equals(hash()), now, held.address(), held.store())
        : admitVerified(now, held.address(), held.store());
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
          open.principal.admitted(new KeyValidity(credential, store, this, clientAddress)));
      open.cache[place] = cached;
    }
    return cached;
  }

  /** Decides whether the key or token admits its holder, without checking address and secret. */
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
