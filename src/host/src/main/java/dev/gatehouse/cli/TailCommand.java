package dev.gatehouse.cli;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.record.OneLine;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.report.AuditEntry;
import dev.gatehouse.redis.report.AuditFilter;
import dev.gatehouse.redis.report.AuditSearch;
import dev.gatehouse.redis.report.Refusal;
import dev.gatehouse.redis.report.Refusals;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tail}: shows calls and refusals as they come. */
@Command(name = "tail", sortOptions = false, description = {
    "Shows the calls of a tenant as they end, and its refusals, one on each line, until Ctrl-C. Equal refusals of a second are one line."})
final class TailCommand extends ConfiguredCommand {

  private static final long LOOK_MILLIS = 250;
  /** Refusals are looked at every so many times. */
  private static final int REFUSALS = 4;
  /** For so long after a day its refusals are looked at: hosts write them behind the calls. */
  private static final Duration LATE = Duration.ofMinutes(1);

  @Mixin
  private AuditOptions options;

  @Option(names = "--for", paramLabel = "D", description = "Ends after this time: 10s. Default: never")
  private @Nullable String lasts;

  @Option(names = "--json", description = "One JSON object on each line.")
  private boolean json;

  /** How often each refusal of a day was counted so far. */
  private final Map<LocalDate, Map<Refusal, Long>> counted = new HashMap<>();
  private String last = "";
  private boolean away;

  TailCommand(Clock clock) {
    super(clock);
  }

  @Override
  public Integer call() throws Exception {
    Instant end = new Moments(spec.commandLine(), clock).ahead("--for", lasts);
    String tenant = options.tenant();
    AuditFilter filter = options.filter(null, null);
    Rows rows = Rows.jsonLines(spec.commandLine().getOut(),
        List.of("at", "key", "owner", "kind", "name", "outcome", "reason", "ms", "request", "count"));
    RedisQuery.steps(config, (link, keys) -> {
      follow(rows, link, keys, tenant, filter, end);
      return null;
    });
    return 0;
  }

  private void follow(Rows rows, RedisLink link, RedisKeys keys, String tenant, AuditFilter filter, @Nullable Instant end) {
    AuditSearch search = new AuditSearch(link, keys);
    Refusals refusals = new Refusals(link, keys);
    last = search.end(tenant).await();
    refusals(refusals, tenant, filter, refusal -> {});
    for (int look = 1; end == null || clock.instant().isBefore(end); look++) {
      try {
        calls(rows, search, tenant, filter);
        if (look % REFUSALS == 0) {
          refusals(refusals, tenant, filter, refusal -> print(rows, refusal));
        }
        away = false;
      } catch (StoreUnavailableException e) {
        if (!away) {
          Say.line(spec, e.getMessage() + "; tail goes on when it is back");
        }
        away = true;
      }
      // Whoever read the output, such as head, may have gone.
      if (spec.commandLine().getOut().checkError() || !pause()) {
        return;
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void calls(Rows rows, AuditSearch search, String tenant, AuditFilter filter) {
    List<AuditEntry> calls = search.after(tenant, last).await();
    while (!calls.isEmpty()) {
      calls.stream().filter(filter::finds).forEach(call -> print(rows, call));
      last = calls.get(calls.size() - 1).id();
      calls = search.after(tenant, last).await();
    }
  }

  /** Tells of what was added since the last look, with how often. */
  private void refusals(Refusals refusals, String tenant, AuditFilter filter, Consumer<Refusal> told) {
    Instant now = clock.instant();
    List<LocalDate> days = Stream.of(now.minus(LATE), now).map(at -> LocalDate.ofInstant(at, ZoneOffset.UTC)).distinct().toList();
    for (LocalDate day : days) {
      counted.put(day, refusals(refusals.of(tenant, day, filter).await(), counted.getOrDefault(day, Map.of()), told));
    }
    counted.keySet().retainAll(days);
  }

  private static Map<Refusal, Long> refusals(List<Refusal> found, Map<Refusal, Long> counted, Consumer<Refusal> told) {
    Map<Refusal, Long> now = new HashMap<>();
    for (Refusal refusal : found) {
      Refusal line = refusal.line();
      now.put(line, refusal.count());
      long before = counted.getOrDefault(line, 0L);
      if (refusal.count() > before) {
        told.accept(refusal.counted(refusal.count() - before));
      }
    }
    return now;
  }

  private void print(Rows rows, AuditEntry call) {
    if (json) {
      rows.row(call.at(), call.key(), call.owner(), call.kind(), call.name(), call.outcome(), call.reason(), call.millis(), call.request(),
          1);
    } else {
      line(call.at(), call.key(), call.owner(), call.name(), call.outcome(), call.millis() + " ms", call.reason());
    }
  }

  private void print(Rows rows, Refusal refusal) {
    if (json) {
      rows.row(refusal.last(), refusal.key(), refusal.owner(), null, refusal.name(), refusal.outcome(), refusal.reason(), null, null,
          refusal.count());
    } else {
      line(refusal.last(), refusal.key(), refusal.owner(), refusal.name(), refusal.outcome(), refusal.count() + " times", refusal.reason());
    }
  }

  private void line(@Nullable Object... words) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Stream.of(words).map(word -> OneLine.word(word == null ? null : word.toString())).collect(Collectors.joining("  ")));
    out.flush();
  }
}
