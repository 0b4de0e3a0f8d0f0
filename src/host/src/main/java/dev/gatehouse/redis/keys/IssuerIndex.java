package dev.gatehouse.redis.keys;

import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.UnreadableIssuer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An immutable index of the issuers.
 *
 * @param byTenant the readable ones of each tenant, by name
 * @param byIss the readable ones with the same claim {@code iss}
 * @param unreadable the others
 */
record IssuerIndex(Map<String, List<Issuer>> byTenant, Map<String, List<Issuer>> byIss, List<UnreadableIssuer> unreadable) {

  /** Without any issuer. */
  static final IssuerIndex EMPTY = of(List.of());

  /** Indexes the records. */
  static IssuerIndex of(Collection<IssuerEntry> entries) {
    Map<String, List<Issuer>> byTenant = new HashMap<>();
    Map<String, List<Issuer>> byIss = new HashMap<>();
    readable(entries).forEach(issuer -> {
      byTenant.computeIfAbsent(issuer.tenant(), first -> new ArrayList<>()).add(issuer);
      byIss.computeIfAbsent(issuer.issuer(), first -> new ArrayList<>()).add(issuer);
    });
    return new IssuerIndex(frozen(byTenant), frozen(byIss), unreadable(entries));
  }

  private static Stream<Issuer> readable(Collection<IssuerEntry> entries) {
    return entries.stream().map(IssuerEntry::issuer).flatMap(Stream::ofNullable)
        .sorted(Comparator.comparing(Issuer::tenant).thenComparing(Issuer::name));
  }

  private static List<UnreadableIssuer> unreadable(Collection<IssuerEntry> entries) {
    return entries.stream().map(IssuerEntry::unreadable).flatMap(Stream::ofNullable)
        .sorted(Comparator.comparing(UnreadableIssuer::tenant).thenComparing(UnreadableIssuer::name)).toList();
  }

  private static Map<String, List<Issuer>> frozen(Map<String, List<Issuer>> lists) {
    lists.replaceAll((key, list) -> List.copyOf(list));
    return Map.copyOf(lists);
  }

  /** Whether there is any issuer, readable or not. */
  boolean isEmpty() {
    return byTenant.isEmpty() && unreadable.isEmpty();
  }
}
