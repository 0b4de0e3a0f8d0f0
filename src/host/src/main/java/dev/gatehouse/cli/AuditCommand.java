package dev.gatehouse.cli;

import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.report.AuditEntry;
import dev.gatehouse.redis.report.AuditFilter;
import dev.gatehouse.redis.report.AuditSearch;
import dev.gatehouse.redis.report.Refusal;
import dev.gatehouse.redis.report.Refusals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code audit}: shows who called what, the newest first. */
@Command(name = "audit", sortOptions = false, description = {
    "Shows the calls of a tenant that ran, the newest first; with --refused its refusals, which are added up by day.",
    "  audit --tenant demo --tool 'math_*' --since 7d --csv > calls.csv"})
final class AuditCommand extends ConfiguredCommand {

  /** Entries that are read at a time. */
  private static final int LOOKED = 10_000;
  private static final int MOST_DAYS = 400;
  private static final Duration ONE_DAY = Duration.ofDays(1);

  @Mixin
  private AuditOptions options;

  @Option(names = "--since", paramLabel = "WHEN", description = "From when on: 24h, 7d, 2026-11-01, 2026-11-01T12:00:00Z. A date is its"
      + " first moment in UTC. Default: 24h before --until")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "WHEN", description = "Up to when, in the same forms. Default: now")
  private @Nullable String until;

  @Option(names = "--refused", description = "Refusals instead of calls.")
  private boolean refused;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "1000", description = "How many rows at most. Default: ${DEFAULT-VALUE}")
  private int limit;

  @Mixin
  private OutputOptions output;

  AuditCommand(Clock clock) {
    super(clock);
  }

  @Override
  public Integer call() throws Exception {
    if (limit < 1) {
      throw wrong("--limit: it must be 1 or more");
    }
    if (options.outcome() != null && options.outcome().ran() == refused) {
      throw new ParameterException(spec.commandLine(), "--outcome: " + options.outcome() + " is how "
          + (refused ? "calls end that ran; leave --refused out" : "refusals end; add --refused"));
    }
    Moments moments = new Moments(spec.commandLine(), clock);
    Instant end = moments.point("--until", until);
    Instant begin = since == null ? (end == null ? clock.instant() : end).minus(ONE_DAY) : moments.point("--since", since);
    AuditFilter filter = options.filter(begin, end);
    String tenant = options.tenant();
    Rows rows = refused
        ? output.rows("key", "owner", "method", "name", "outcome", "reason", "count", "first", "last", "issuer", "client")
        : output.rows("at", "key", "owner", "kind", "name", "outcome", "reason", "ms", "request", "policy", "issuer", "client");
    long told = RedisQuery.steps(config, (link, keys) -> refused ? refusals(rows, link, keys, tenant, filter)
        : calls(rows, link, keys, tenant, filter));
    rows.end();
    if (told == limit) {
      Say.line(spec, "these are the latest " + limit + "; --limit shows more");
    } else if (told == 0) {
      Say.line(spec, "none");
    }
    return 0;
  }

  private long calls(Rows rows, RedisLink link, RedisKeys keys, String tenant, AuditFilter filter) {
    AuditSearch search = new AuditSearch(link, keys);
    long told = 0;
    String from = "";
    while (from != null && told < limit) {
      AuditSearch.Page page = search.newest(tenant, filter, from, (int) (limit - told), LOOKED).await();
      page.calls().forEach(call -> row(rows, call));
      told += page.calls().size();
      from = page.next();
    }
    return told;
  }

  static void row(Rows rows, AuditEntry call) {
    rows.row(call.at(), call.key(), call.owner(), call.kind(), call.name(), call.outcome(), call.reason(), call.millis(), call.request(),
        call.policy(), call.issuer(), call.client());
  }

  private long refusals(Rows rows, RedisLink link, RedisKeys keys, String tenant, AuditFilter filter) {
    Refusals refusals = new Refusals(link, keys);
    Instant last = filter.until() == null ? clock.instant() : filter.until();
    Instant first = filter.since();
    long told = 0;
    LocalDate day = LocalDate.ofInstant(last, ZoneOffset.UTC);
    LocalDate end = first == null ? day.minus(MOST_DAYS, ChronoUnit.DAYS) : LocalDate.ofInstant(first, ZoneOffset.UTC);
    for (; !day.isBefore(end) && told < limit; day = day.minusDays(1)) {
      for (Refusal refusal : refusals.of(tenant, day, filter).await()) {
        if (told < limit) {
          row(rows, refusal);
          told++;
        }
      }
    }
    return told;
  }

  private static void row(Rows rows, Refusal refusal) {
    rows.row(refusal.key(), refusal.owner(), refusal.method(), refusal.name(), refusal.outcome(), refusal.reason(), refusal.count(),
        refusal.first(), refusal.last(), refusal.issuer(), refusal.client());
  }
}
