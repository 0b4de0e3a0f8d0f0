package dev.gatehouse.auth;

import dev.gatehouse.config.Cidr;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A key's record and those it depends on, read once and then good for every use until the store says that one of them changed.
 * Also what is known of a key that does not exist, or whose record cannot be read.
 */
public final class KeyRecord {

  private final SaltedHash hash;
  private final Admission.Refused refusal;
  private final Principal principal;
  private final Instant notBefore;
  private final List<Cidr> ips;
  private final String tenant;

  private KeyRecord(SaltedHash hash, Admission.Refused refusal, Principal principal, Instant notBefore, List<Cidr> ips,
      String tenant) {
    this.tenant = tenant;
    this.hash = hash;
    this.refusal = refusal;
    this.principal = principal;
    this.notBefore = notBefore;
    this.ips = ips;
  }

  private static KeyRecord refused(SaltedHash hash, Refusal reason, String keyId, String detail) {
    return new KeyRecord(hash, new Admission.Refused(reason, keyId, detail), null, null, null, null);
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
    KeyRecord read = read(keyId, state, readAt);
    return new KeyRecord(read.hash, read.refusal, read.principal, read.notBefore, read.ips, Names.tenantIn(state.fields()));
  }

  private static KeyRecord read(String keyId, KeyState state, Instant readAt) {
    String shown = ApiKey.displayId(keyId);
    boolean known = !state.fields().isEmpty();
    SaltedHash hash = null;
    try {
      hash = known ? SaltedHash.read(new Fields(state.fields())) : null;
      if (state.revoked() && known) {
        return refused(hash, Refusal.REVOKED, shown, null);
      }
      if (state.unreadable() != null) {
        return refused(hash, Refusal.UNREADABLE, shown, state.unreadable().replace(keyId, shown));
      }
      return known ? read(hash, keyId, state, readAt) : refused(null, Refusal.UNKNOWN, shown, null);
    } catch (FieldException e) {
      return refused(hash, Refusal.UNREADABLE, shown, e.getMessage().replace(keyId, shown));
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
      return refused(hash, Refusal.DISABLED, principal.displayId(), disabled);
    }
    return new KeyRecord(hash, null, principal, reader.notBefore(), reader.ips(), null);
  }

  /** Whether there is such a key, readable or not. */
  public boolean exists() {
    return refusal == null || refusal.reason() != Refusal.UNKNOWN;
  }

  /** What the key's secret must match; of a key that cannot be read or does not exist something that no secret does. */
  SaltedHash hash() {
    return hash == null ? SaltedHash.NOBODY : hash;
  }

  /** Whose key it is, as far as its record says so readably; else null. */
  String tenant() {
    return tenant;
  }

  /** Whether {@link #hash()} is the key's own. */
  boolean provable() {
    return hash != null;
  }

  /**
   * Whether the holder of the key is let in, taking for granted that they know its secret.
   *
   * @param now the time
   * @param clientAddress where they call from
   */
  public Admission at(Instant now, String clientAddress) {
    if (ips != null && ips.stream().noneMatch(range -> range.contains(clientAddress))) {
      return refused(Refusal.WRONG_ADDRESS, "ips does not hold " + clientAddress);
    }
    return at(now);
  }

  /** The same wherever they call from. */
  public Admission at(Instant now) {
    if (refusal != null) {
      return refusal;
    }
    Instant expires = principal.expires();
    if (expires != null && !now.isBefore(expires)) {
      return refused(Refusal.EXPIRED, "since " + expires);
    }
    if (notBefore != null && now.isBefore(notBefore)) {
      return refused(Refusal.NOT_YET_VALID, "until " + notBefore);
    }
    return new Admission.Admitted(principal);
  }

  private Admission refused(Refusal reason, String detail) {
    return new Admission.Refused(reason, principal.displayId(), detail);
  }
}
