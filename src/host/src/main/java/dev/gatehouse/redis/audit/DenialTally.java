package dev.gatehouse.redis.audit;

import static dev.gatehouse.record.OneLine.word;

import dev.gatehouse.auth.Issued;
import dev.gatehouse.auth.Ledger.Entry;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates denials between two flushes by key, method, name, outcome and reason, so that a flood of them becomes a few writes. Its size
 * is bounded: beyond the bound, denials of a key are counted in one line without names, then in one line for all keys. Denials of tokens
 * count for the account, since everybody has a new token every hour.
 */
final class DenialTally {

  /** The maximum number of lines of one key. */
  private static final int MOST_OF_A_KEY = 100;
  /** The maximum number of lines of one tenant. */
  private static final int MOST_OF_A_TENANT = 2_000;
  /** The maximum number of lines in total, each of up to 1 KB, before names are left out. */
  private static final int MOST = 20_000;
  private static final long DAY_SECONDS = 86_400;
  private static final String OTHER = "*";
  private static final String NOBODY = "-";

  private final Map<Group, Map<String, Line>> groups = new HashMap<>();
  /** The number of lines by tenant. */
  private final Map<String, Integer> sizes = new HashMap<>();
  private int size;

  /**
   * The group that one bound applies to.
   *
   * @param tenant whose key, or null for one that is nobody's
   * @param day of the refusals
   * @param id the key's id, or the token's account; for those of nobody, which anybody can make up, the reason
   */
  record Group(@Nullable String tenant, LocalDate day, String id) {
  }

  /** A counter of equal denials. */
  static final class Line {

    private final Group group;
    private final @Nullable String keyId;
    private final String text;
    private final String ofKey;
    private final String ofAll;
    private final Instant first;
    private Instant last;
    private long count;

    private Line(Group group, Entry entry, String text) {
      this.group = group;
      this.keyId = entry.keyId();
      this.text = text;
      this.ofKey = withoutNames(entry);
      this.ofAll = withoutKey(entry);
      this.first = entry.at();
      this.last = entry.at();
    }

    private void add(Entry entry) {
      count++;
      last = entry.at().isAfter(last) ? entry.at() : last;
    }

    Group group() {
      return group;
    }

    /** The key that they count for, or null. */
    @Nullable
    String keyId() {
      return keyId;
    }

    /** Key, owner, method, name, outcome, reason; of a token also its issuer and its client. */
    String text() {
      return text;
    }

    /** The same without names, for when there are too many. */
    String ofKey() {
      return ofKey;
    }

    /** The same without the key. */
    String ofAll() {
      return ofAll;
    }

    long count() {
      return count;
    }

    Instant first() {
      return first;
    }

    Instant last() {
      return last;
    }
  }

  synchronized void add(Entry entry) {
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(entry.at().getEpochSecond(), DAY_SECONDS));
    Group group = new Group(entry.tenant(), day, id(entry));
    boolean full = size >= MOST || sizes.getOrDefault(entry.tenant() == null ? NOBODY : entry.tenant(), 0) >= MOST_OF_A_TENANT;
    if (full && !groups.containsKey(group)) {
      group = new Group(entry.tenant(), day, OTHER);
    }
    Map<String, Line> lines = groups.computeIfAbsent(group, first -> new LinkedHashMap<>());
    String text = text(entry);
    if (!lines.containsKey(text) && (full || lines.size() >= MOST_OF_A_KEY)) {
      text = group.id().equals(OTHER) ? withoutKey(entry) : withoutNames(entry);
    }
    line(lines, group, entry, text).add(entry);
  }

  private Line line(Map<String, Line> lines, Group group, Entry entry, String text) {
    return lines.computeIfAbsent(text, first -> {
      size++;
      sizes.merge(entry.tenant() == null ? NOBODY : entry.tenant(), 1, Integer::sum);
      return new Line(group, entry, text);
    });
  }

  private static String id(Entry entry) {
    if (entry.tenant() == null) {
      return String.valueOf(entry.reason());
    }
    return entry.keyId() == null ? shown(entry) : entry.keyId();
  }

  private static String text(Entry entry) {
    String line = String.join("\t", shown(entry), word(entry.owner()), entry.use() == null ? "-" : entry.use().method(),
        word(entry.name()), entry.outcome().toString(), word(entry.reason()));
    Issued issued = entry.issued();
    return issued == null ? line : String.join("\t", line, issuer(entry, issued), word(issued.client()));
  }

  /** The key; of a token the account: issuer and owner, as far as they are proven. */
  private static String shown(Entry entry) {
    Issued issued = entry.issued();
    if (issued == null) {
      return word(entry.shownId());
    }
    return entry.owner() == null ? issuer(entry, issued) : issued.issuer() + ':' + word(entry.owner());
  }

  /** The issuer's name; among those of nobody with its tenant. */
  private static String issuer(Entry entry, Issued issued) {
    return entry.tenant() == null ? issued.tenant() + '/' + issued.issuer() : issued.issuer();
  }

  private static String withoutNames(Entry entry) {
    return entry.tenant() == null ? withoutKey(entry) : String.join("\t", shown(entry), word(entry.owner()), OTHER, OTHER,
        entry.outcome().toString(), OTHER);
  }

  private static String withoutKey(Entry entry) {
    return String.join("\t", OTHER, OTHER, OTHER, OTHER, entry.outcome().toString(), entry.tenant() == null ? word(entry.reason()) : OTHER);
  }

  /** The number of denials. */
  synchronized long count() {
    return groups.values().stream().flatMap(lines -> lines.values().stream()).mapToLong(Line::count).sum();
  }

  synchronized boolean isEmpty() {
    return size == 0;
  }

  /**
   * Removes and returns lines, by tenant.
   *
   * @param of which tenants, null for what is nobody's; the lines of others stay
   */
  synchronized Map<String, List<Line>> take(Predicate<@Nullable String> of) {
    Map<String, List<Line>> byTenant = new HashMap<>();
    groups.entrySet().removeIf(entry -> {
      String tenant = entry.getKey().tenant();
      if (!of.test(tenant)) {
        return false;
      }
      byTenant.computeIfAbsent(tenant, first -> new ArrayList<>()).addAll(entry.getValue().values());
      return true;
    });
    byTenant.forEach((tenant, lines) -> {
      sizes.remove(tenant == null ? NOBODY : tenant);
      size -= lines.size();
    });
    return byTenant;
  }
}
