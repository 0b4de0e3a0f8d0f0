package dev.gatehouse.auth.token;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The port to the issuers' records, which this host keeps in memory: nothing here asks the store. Implemented in {@code redis}. */
public interface Issuers {

  /**
   * Whether the records have been read. As long as they have not, nobody can tell which issuers there are, and a token can be neither
   * accepted nor refused: its caller is told that the store is unavailable.
   */
  default boolean loaded() {
    return true;
  }

  /** The issuers of a tenant, also disabled ones, without those whose record cannot be read. */
  List<Issuer> of(String tenant);

  /** The issuers of all tenants with this {@code iss}, alike. */
  List<Issuer> issuing(String iss);

  /** An issuer by the name of its record; null when there is none, or it cannot be read. */
  @Nullable
  Issuer find(String tenant, String name);

  /** The records that cannot be read. Their tokens are refused. */
  List<UnreadableIssuer> unreadable();

  /** Whether any tenant has an issuer, readable or not. */
  default boolean any() {
    return true;
  }

  /** Whether the tenant has an issuer, readable or not. */
  default boolean any(String tenant) {
    return !of(tenant).isEmpty() || unreadable().stream().anyMatch(issuer -> issuer.tenant().equals(tenant));
  }
}
