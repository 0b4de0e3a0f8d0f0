package dev.gatehouse.redis.keys;

import dev.gatehouse.auth.key.FieldException;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.IssuerReader;
import dev.gatehouse.auth.token.UnreadableIssuer;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.record.OneLine;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The record of an issuer, as it was read.
 *
 * @param issuer null when it cannot be read
 * @param unreadable why it cannot be read; null when it can
 */
record IssuerEntry(@Nullable Issuer issuer, @Nullable UnreadableIssuer unreadable) {

  /**
   * Parses a record. Never fails: one that cannot be read closes its tokens.
   *
   * @param name the record's name without the prefix of all issuers: {@code demo:local}
   */
  static IssuerEntry of(String name, Map<String, String> fields) {
    String tenant = tenant(name);
    String own = own(name);
    if (!Identifier.NAME.matches(tenant) || !Identifier.NAME.matches(own)) {
      return unreadable(name, "it is named after a tenant and an issuer, each 1 to 63 of a-z 0-9 _ -, with a colon between");
    }
    try {
      return new IssuerEntry(IssuerReader.read(tenant, own, fields), null);
    } catch (FieldException e) {
      return unreadable(name, e.getMessage());
    } catch (RuntimeException e) {
      // Its message could hold a secret.
      return unreadable(name, e.getClass().getName());
    }
  }

  /** An entry of a record that cannot be read. */
  static IssuerEntry unreadable(String name, String why) {
    return new IssuerEntry(null, new UnreadableIssuer(OneLine.of(tenant(name), "?"), OneLine.of(own(name), "?"), why));
  }

  private static String tenant(String name) {
    return name.substring(0, Math.max(0, name.indexOf(':')));
  }

  private static String own(String name) {
    return name.substring(name.indexOf(':') + 1);
  }
}
