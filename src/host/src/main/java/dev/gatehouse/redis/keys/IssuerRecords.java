package dev.gatehouse.redis.keys;

import dev.gatehouse.auth.token.UnreadableIssuer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of issuers that have been read, and their published index. Logs once what is wrong with them. Bounded. */
final class IssuerRecords {

  private static final Logger LOG = LoggerFactory.getLogger(IssuerRecords.class);

  /** The maximum number of issuers; each takes some kilobytes. */
  static final int MOST = 20_000;

  private final Map<String, IssuerEntry> entries = new HashMap<>();
  private boolean full;
  private volatile IssuerIndex index = IssuerIndex.EMPTY;

  /** The index as it was last published; for any thread. */
  IssuerIndex index() {
    return index;
  }

  /** Makes what has been put visible. */
  void publish() {
    index = IssuerIndex.of(entries.values());
  }

  /** The names of those that are known and not among these. */
  List<String> missingIn(Set<String> names) {
    return entries.keySet().stream().filter(name -> !names.contains(name)).toList();
  }

  /**
   * Puts a record.
   *
   * @param entry null when there is no such record
   */
  void put(String name, @Nullable IssuerEntry entry) {
    if (entry == null) {
      full &= entries.remove(name) == null;
    } else if (entries.size() < MOST || entries.containsKey(name)) {
      report(entries.put(name, entry), entry.unreadable());
    } else if (!full) {
      full = true;
      LOG.warn("Redis holds more than {} issuers of tokens; tokens of the others are not accepted", MOST);
    }
  }

  private static void report(@Nullable IssuerEntry before, @Nullable UnreadableIssuer unreadable) {
    if (unreadable != null && (before == null || !Objects.equals(before.unreadable(), unreadable))) {
      LOG.warn("issuer {} of tenant {} is closed: {}", unreadable.name(), unreadable.tenant(), unreadable.why());
    }
  }
}
