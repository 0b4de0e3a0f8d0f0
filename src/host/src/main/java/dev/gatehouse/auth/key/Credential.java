package dev.gatehouse.auth.key;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A credential as the store sees it: which records decide what it may do, and how to parse them. It holds no secret.
 */
public interface Credential {

  /** The credential of a key. */
  static Credential ofKey(String keyId) {
    return new KeyCredential(keyId);
  }

  /**
   * The id, unique among credentials of all kinds: a key's public id; for a token {@code token:} and what tells it apart. It determines
   * {@link #record} and everything that {@link #parse} goes by but for its arguments, since the store keeps one parsed record for each id. A
   * token's id therefore also depends on the issuer's record, and on the revision of the fields that it was verified by.
   */
  String id();

  /** The name of the record that gives the rights, without the installation's prefix: {@code key:0f3a9c21b7de}. */
  String record();

  /**
   * Reads what the credential depends on beside {@link #record}.
   *
   * @param fields the fields of that record, never empty
   * @return null when they cannot be read: such a credential is closed whatever the other records say
   */
  @Nullable
  Dependencies dependencies(Map<String, String> fields);

  /**
   * The members of the revocation set that close the credential, in the order in which they are looked up.
   *
   * @param others what {@link #dependencies} has returned
   */
  List<String> revocable(@Nullable Dependencies others);

  /**
   * Parses what the store holds. Never fails: what cannot be read becomes a record that admits nobody.
   *
   * @param state the record, with those it depends on
   * @param readAt when it was read
   * @param lastsMillis the milliseconds until the store drops one of the records, from {@code readAt}; negative for never
   */
  KeyRecord parse(KeyState state, Instant readAt, long lastsMillis);
}
