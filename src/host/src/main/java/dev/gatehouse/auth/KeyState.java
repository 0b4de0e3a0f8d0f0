package dev.gatehouse.auth;

import java.util.Map;

/**
 * What the store holds of one key at one moment, unread: {@link KeyRecord} makes sense of it.
 *
 * @param fields the record's fields; empty when there is no such key
 * @param revoked whether the key, its owner or its tenant is in the revocation set
 * @param ttlMillis the milliseconds until the store drops the record, counted from when this state is handed over; negative when
 *     it never does
 * @param unreadable why the store could not read the record (it is not a hash, say), or null; such a key is closed
 */
public record KeyState(Map<String, String> fields, boolean revoked, long ttlMillis, String unreadable) {

  private static final KeyState UNKNOWN = new KeyState(Map.of(), false, -1, null);

  /** Copies the fields. */
  public KeyState {
    fields = Map.copyOf(fields);
  }

  /** The state of a record that the store could read. */
  public static KeyState of(Map<String, String> fields, boolean revoked, long ttlMillis) {
    return new KeyState(fields, revoked, ttlMillis, null);
  }

  /** The state of something that is there but is no record. */
  public static KeyState unreadable(String why) {
    return new KeyState(Map.of(), false, -1, why);
  }

  /** The state of a key that does not exist. */
  public static KeyState unknown() {
    return UNKNOWN;
  }

  /** The names of the fields and nothing they hold. */
  @Override
  public String toString() {
    return "KeyState[fields=" + fields.keySet() + ", revoked=" + revoked + ", ttlMillis=" + ttlMillis + "]";
  }
}
