package dev.gatehouse.redis.report;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Equal refusals of one day, added up. A {@code *} stands for what was left out because there were too many. Texts are what callers made
 * up: show them as text.
 *
 * @param key the id of the key, of a token its account; null when nobody's
 * @param owner who it was given to, or null
 * @param method the protocol's method, or null when the key itself was refused
 * @param name what was asked for, or null
 * @param outcome {@code forbidden}, {@code limited}, {@code invalid}, {@code busy}, {@code unavailable}, {@code refused}
 * @param reason why, or null
 * @param issuer of a token: its issuer's name; null for a key
 * @param client of a token: its client, or null
 * @param count how often
 * @param first when for the first time that day
 * @param last when for the last time that day
 */
public record Refusal(@Nullable String key, @Nullable String owner, @Nullable String method, @Nullable String name, String outcome,
    @Nullable String reason, @Nullable String issuer, @Nullable String client, long count, Instant first, Instant last) {

  private static final Pattern VALUE = Pattern.compile("(\\d{1,18})\t(\\S+)\t(\\S+)");
  private static final int COLUMNS = 6;

  /** Reads a field of the hash and its value; null when they have another form. */
  static @Nullable Refusal of(String line, String value) {
    String[] columns = line.split("\t", -1);
    Matcher counted = VALUE.matcher(value);
    if (columns.length < COLUMNS || !counted.matches()) {
      return null;
    }
    try {
      return new Refusal(AuditEntry.value(columns[0]), AuditEntry.value(columns[1]), AuditEntry.value(columns[2]),
          AuditEntry.value(columns[3]), columns[4], AuditEntry.value(columns[5]), more(columns, 0), more(columns, 1),
          Long.parseLong(counted.group(1)), Instant.parse(counted.group(2)), Instant.parse(counted.group(3)));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable String more(String[] columns, int which) {
    return columns.length > COLUMNS + which ? AuditEntry.value(columns[COLUMNS + which]) : null;
  }

  /** What tells it from other refusals of the day: the same without count and times. */
  public Refusal line() {
    return new Refusal(key, owner, method, name, outcome, reason, issuer, client, 0, Instant.EPOCH, Instant.EPOCH);
  }

  /** The same with this count. */
  public Refusal counted(long times) {
    return new Refusal(key, owner, method, name, outcome, reason, issuer, client, times, first, last);
  }
}
