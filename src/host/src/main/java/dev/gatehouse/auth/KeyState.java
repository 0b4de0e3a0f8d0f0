package dev.gatehouse.auth;

import java.util.Map;

/**
 * What the store holds of one key at one moment, unread: {@link KeyRecord} makes sense of it.
 *
 * @param fields the record's fields; empty when there is no such key
 * @param revoked whether the key, its owner or its tenant is in the revocation set
 * @param ttlMillis the milliseconds until the store drops the record, negative when it never does
 * @param unreadable why what is there is no record at all, so that the key is closed; null when it is one or nothing is there
 */
public record KeyState(Map<String, String> fields, boolean revoked, long ttlMillis, String unreadable) {

  /** Copies the fields. */
  public KeyState {
    fields = Map.copyOf(fields);
  }

  /** A record, or nothing. */
  public KeyState(Map<String, String> fields, boolean revoked, long ttlMillis) {
    this(fields, revoked, ttlMillis, null);
  }

  /**
   * Something that is no record stands where a record should.
   *
   * @param why for the log, never for the caller
   */
  public static KeyState unreadable(String why) {
    return new KeyState(Map.of(), false, -1, why);
  }
}
