package dev.gatehouse.redis;

import dev.gatehouse.auth.Ledger.Entry;
import dev.gatehouse.auth.Ledger.Outcome;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Some entries of one tenant, made ready once and sent until they are written: usage added up, audit line by line. Its id makes
 * sending it twice harmless.
 */
final class AccountBatch {

  private static final Script ACCOUNT = Script.named("account.lua");
  /** How many entries a stream keeps, about. */
  private static final String AUDIT_LENGTH = "100000";
  private static final String UNPROVEN_LENGTH = "10000";
  private static final String USAGE_SECONDS = Long.toString(90L * 24 * 3600);
  private static final Pattern NOT_ONE_LINE = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");
  private static final int LONGEST = 128;

  private final int size;
  private final List<String> names = new ArrayList<>();
  private final List<String> args = new ArrayList<>();

  /**
   * A batch.
   *
   * @param tenant whose, or null for refusals of nobody's key
   * @param host tells this host from others
   * @param number tells this batch from others of the host
   */
  AccountBatch(RedisKeys keys, String tenant, List<Entry> entries, String host, long number) {
    this.size = entries.size();
    names.add(keys.audit(tenant));
    names.add(keys.batch(tenant, host));
    args.add(Long.toString(number));
    args.add(tenant == null ? UNPROVEN_LENGTH : AUDIT_LENGTH);
    args.add(USAGE_SECONDS);
    usage(keys, entries);
    entries.forEach(this::audit);
  }

  private void usage(RedisKeys keys, List<Entry> entries) {
    Map<String, Map<String, Integer>> used = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (entry.keyId() != null) {
        LocalDate day = entry.at().atZone(ZoneOffset.UTC).toLocalDate();
        count(used.computeIfAbsent(keys.usage(entry.tenant(), entry.keyId(), day), name -> new LinkedHashMap<>()), entry);
      }
    }
    args.add(Integer.toString(used.values().stream().mapToInt(Map::size).sum()));
    used.forEach((name, fields) -> {
      names.add(name);
      fields.forEach((field, by) -> {
        args.add(Integer.toString(names.size()));
        args.add(field);
        args.add(by.toString());
      });
    });
  }

  // A refused call may name any tool, and what nobody serves must not become fields.
  private static void count(Map<String, Integer> fields, Entry entry) {
    if (!entry.outcome().ran()) {
      fields.merge("denied", 1, Integer::sum);
      return;
    }
    fields.merge("calls", 1, Integer::sum);
    fields.merge("tool:" + entry.tool(), 1, Integer::sum);
    if (entry.outcome() == Outcome.ERROR || entry.outcome() == Outcome.FAILED) {
      fields.merge("errors", 1, Integer::sum);
    }
  }

  private void audit(Entry entry) {
    args.add(entry.at().truncatedTo(ChronoUnit.MILLIS).toString());
    args.add(word(entry.shownId()));
    args.add(word(entry.owner()));
    args.add(word(entry.tool()));
    args.add(entry.outcome().toString());
    args.add(word(entry.reason()));
    args.add(Long.toString(entry.millis()));
    args.add(word(entry.requestId()));
    args.add(word(entry.revision()));
  }

  /** What a caller wrote, on one line of bounded length. */
  private static String word(String text) {
    if (text == null || text.isEmpty()) {
      return "-";
    }
    String line = isPlain(text) ? text : NOT_ONE_LINE.matcher(text).replaceAll("?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }

  /** Nearly every word is, and five of each call are looked at. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  /** How many entries it holds. */
  int size() {
    return size;
  }

  /**
   * Writes it.
   *
   * @return how many of its writes Redis refused
   */
  Future<Integer> write(RedisLink link) {
    return ACCOUNT.run(link, names, args).map(failed -> failed.toInteger());
  }
}
