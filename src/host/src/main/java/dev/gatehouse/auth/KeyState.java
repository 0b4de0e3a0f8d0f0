package dev.gatehouse.auth;

import java.util.Map;

/**
 * What the store holds of one key at one moment, unread: {@link KeyRecord} makes sense of it.
 *
 * @param fields the record's fields; empty when there is no such key
 * @param revoked whether the key, its owner or its tenant is in the revocation set
 * @param ttlMillis the milliseconds until the store drops the record, negative when it never does
 */
public record KeyState(Map<String, String> fields, boolean revoked, long ttlMillis) {

  /** Copies the fields. */
  public KeyState {
    fields = Map.copyOf(fields);
  }
}
