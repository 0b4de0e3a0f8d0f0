package dev.gatehouse.auth.key;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a key's stored record and of those it depends on, unparsed; {@link KeyRecord} parses it.
 *
 * @param fields the record's fields; empty when there is no such key
 * @param revokedBy the entry of the revocation set that closes the key: its id, {@code owner:demo:ann} or {@code tenant:demo}; null for
 *     none
 * @param ttlMillis the milliseconds until the store drops the record, counted from when this state is handed over; negative when
 *     it never does
 * @param unreadable why the store could not read a record (it is not a hash, say), or null; such a key is closed
 * @param roles the key's roles by name, each with its fields, in the key's order; without fields when there is no such role
 * @param owner the fields of its owner's record; empty when there is none
 * @param tenant the fields of its tenant's record; empty when there is none
 */
public record KeyState(Map<String, String> fields, @Nullable String revokedBy, long ttlMillis, @Nullable String unreadable,
    List<Role> roles, Map<String, String> owner, Map<String, String> tenant) {

  private static final KeyState UNKNOWN = KeyState.of(Map.of(), null, -1);

  /**
   * A role that a key names.
   *
   * @param name without tenant and prefix
   * @param fields empty when there is no such role
   */
  public record Role(String name, Map<String, String> fields) {

    /** Copies the fields. */
    public Role {
      fields = Map.copyOf(fields);
    }

    @Override
    public String toString() {
      return name + fields.keySet();
    }
  }

  /** Copies the fields. */
  public KeyState {
    fields = Map.copyOf(fields);
    roles = List.copyOf(roles);
    owner = Map.copyOf(owner);
    tenant = Map.copyOf(tenant);
  }

  /** The state of a record that the store could read and that depends on no other. */
  public static KeyState of(Map<String, String> fields, @Nullable String revokedBy, long ttlMillis) {
    return new KeyState(fields, revokedBy, ttlMillis, null, List.of(), Map.of(), Map.of());
  }

  /** The state of a key whose record exists but cannot be read. */
  public static KeyState unreadable(String why) {
    return new KeyState(Map.of(), null, -1, why, List.of(), Map.of(), Map.of());
  }

  /** The state of a key that does not exist. */
  public static KeyState unknown() {
    return UNKNOWN;
  }

  /** This state with the records that the key depends on. */
  public KeyState with(List<Role> itsRoles, Map<String, String> itsOwner, Map<String, String> itsTenant) {
    return new KeyState(fields, revokedBy, ttlMillis, unreadable, itsRoles, itsOwner, itsTenant);
  }

  /** Whether the key, its owner or its tenant is in the revocation set. */
  public boolean revoked() {
    return revokedBy != null;
  }

  /** This state with another result of the revocation set. */
  public KeyState revokedBy(@Nullable String entry) {
    return Objects.equals(entry, revokedBy) ? this : new KeyState(fields, entry, ttlMillis, unreadable, roles, owner, tenant);
  }

  /** The names of the fields, never their values. */
  @Override
  public String toString() {
    return "KeyState[fields=" + fields.keySet() + ", revoked=" + revoked() + ", ttlMillis=" + ttlMillis + "]";
  }
}
