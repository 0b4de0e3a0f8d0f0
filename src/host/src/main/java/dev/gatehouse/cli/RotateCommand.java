package dev.gatehouse.cli;

import dev.gatehouse.auth.key.KeyField;
import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.auth.key.Rotation;
import dev.gatehouse.record.RedisUrl;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.keys.RedisKeyWriter;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.report.KeyFilter;
import dev.gatehouse.redis.report.KeyRow;
import dev.gatehouse.redis.report.KeySearch;
import dev.gatehouse.redis.report.RedisCliLine;
import io.vertx.core.Future;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rotate}: gives old keys successors. */
@Command(name = "rotate", sortOptions = false, description = {
    "Gives each active key that is older than a time a successor with its rights, and lets the old key end after an overlap: prints the"
        + " redis-cli commands. The new keys go to stderr as CSV, or to a new file:",
    "  rotate --older-than 90d --overlap 24h --out new-keys.csv | redis-cli -e",
    "Keys that have a successor already are left alone, so that it can be repeated."})
final class RotateCommand extends ConfiguredCommand {

  private static final int NOT_ALL = 1;
  private static final int AT_ONCE = 200;

  @Option(names = "--older-than", paramLabel = "D", required = true,
      description = "Keys that were made longer ago than this: 90d. Required.")
  private String age;

  @Option(names = "--overlap", paramLabel = "D", defaultValue = "24h",
      description = "How long an old key still works: 24h, 30m. Default: ${DEFAULT-VALUE}")
  private String overlap;

  @Option(names = "--expires", paramLabel = "D",
      description = "When the new keys end, from now: 180d. Default: when the old ones were to end")
  private @Nullable String expires;

  @Option(names = "--tenant", paramLabel = "T", converter = TenantName.class, description = "Only keys of this tenant.")
  private @Nullable String tenant;

  @Option(names = "--owner", paramLabel = "O", description = "Only keys of this owner.")
  private @Nullable String owner;

  @Option(names = "--out", paramLabel = "FILE", description = "A new file for the new keys, which only its owner can read. Default: stderr")
  private @Nullable Path out;

  @Option(names = "--apply", description = "Rotate in the Redis of CONFIG instead of printing commands.")
  private boolean apply;

  private final SecureRandom random = new SecureRandom();

  RotateCommand(Clock clock) {
    super(clock);
  }

  /** A rotation to be done. */
  private record Planned(KeyRow old, NewKey fresh, Rotation rotation, Map<String, String> fields) {
  }

  @Override
  public Integer call() throws Exception {
    Moments moments = new Moments(spec.commandLine(), clock);
    Instant before = clock.instant().minus(moments.duration("--older-than", age));
    Instant end = clock.instant().plus(moments.duration("--overlap", overlap));
    Instant newEnd = moments.ahead("--expires", expires);
    return RedisQuery.steps(config, (link, keys) -> {
      boolean cluster = link.url().location().mode() == RedisUrl.Mode.CLUSTER;
      if (cluster && !apply) {
        throw wrong("a Redis Cluster refuses the commands of a rotation, whose keys are in several slots; add --apply");
      }
      Map<Boolean, List<KeyRow>> old = old(new KeySearch(link, keys, clock), before);
      if (cluster) {
        end(old.getOrDefault(true, List.of()), end, new RedisKeyWriter(link, keys));
      }
      List<Planned> plans = old.getOrDefault(false, List.of()).stream().map(key -> plan(key, end, newEnd)).toList();
      if (plans.isEmpty()) {
        Say.line(spec, "no active key is older than " + age + " and without a successor");
        return 0;
      }
      handOver(plans);
      return apply ? apply(plans, link, keys) : print(plans, keys);
    });
  }

  /** The old keys, by whether they have a successor. */
  private Map<Boolean, List<KeyRow>> old(KeySearch search, Instant before) {
    List<KeyRow> old = new ArrayList<>();
    Set<String> replaced = new HashSet<>();
    int[] undated = {0};
    search.each(KeyFilter.ALL.ofTenant(tenant).ofOwner(owner), rows -> {
      for (KeyRow key : rows) {
        if (key.replaces() != null) {
          replaced.add(key.replaces());
        }
        Instant created = key.created();
        if (key.status() != KeyRow.Status.ACTIVE) {
          continue;
        }
        if (created == null) {
          undated[0]++;
        } else if (created.isBefore(before)) {
          old.add(key);
        }
      }
      return Future.succeededFuture();
    }).await();
    if (undated[0] > 0) {
      Say.line(spec, "warning: " + undated[0] + " active keys do not say when they were made (created), and are left alone");
    }
    old.sort(Comparator.comparing(KeyRow::tenant).thenComparing(key -> key.owner() == null ? "" : key.owner()).thenComparing(KeyRow::id));
    return old.stream().collect(Collectors.partitioningBy(key -> replaced.contains(key.id())));
  }

  /** Ends keys that have a successor and yet no end, since their rotation failed between the two. */
  private void end(List<KeyRow> replaced, Instant end, RedisKeyWriter writer) {
    List<KeyRow> endless = replaced.stream().filter(key -> key.expires() == null || key.expires().isAfter(end)).toList();
    for (int from = 0; from < endless.size(); from += AT_ONCE) {
      List<Future<Boolean>> ended = endless.subList(from, Math.min(endless.size(), from + AT_ONCE)).stream()
          .map(key -> writer.end(new Rotation(key.id(), end))
              .onSuccess(done -> {
                if (done) {
                  Say.line(spec, "key " + key.id() + " has a successor, and has its end now");
                }
              }))
          .toList();
      Future.all(ended).await();
    }
  }

  private Planned plan(KeyRow old, Instant end, @Nullable Instant newEnd) {
    NewKey fresh = NewKey.create(random);
    Map<String, String> own = new LinkedHashMap<>();
    if (newEnd != null) {
      own.put(KeyField.EXP.field(), Long.toString(newEnd.getEpochSecond()));
    }
    own.put(KeyField.CREATED.field(), Long.toString(clock.instant().getEpochSecond()));
    return new Planned(old, fresh, new Rotation(old.id(), end), fresh.fields(own));
  }

  private void handOver(List<Planned> plans) {
    SecretsCsv.write(spec.commandLine(), out, List.of("replaces", "id", "tenant", "owner", "name", "key"),
        rows -> plans.forEach(plan -> rows.row(plan.old().id(), plan.fresh().id(), plan.old().tenant(), plan.old().owner(),
            plan.old().name(), plan.fresh().text())));
  }

  private int print(List<Planned> plans, RedisKeys keys) {
    PrintWriter stdout = spec.commandLine().getOut();
    plans.forEach(plan -> stdout.println(
        RedisCliLine.of(plan.rotation().command(keys.prefix(), plan.fresh().id(), plan.fields()).stream())));
    stdout.flush();
    return 0;
  }

  private int apply(List<Planned> plans, RedisLink link, RedisKeys keys) {
    RedisKeyWriter writer = new RedisKeyWriter(link, keys);
    int done = BulkMint.write(plans, plan -> plan.fresh().id(),
        plan -> writer.rotate(plan.rotation(), plan.fresh().id(), plan.fields()).map(record -> isMade(plan, record)),
        "keys have a successor now", line -> Say.line(spec, line));
    return done == plans.size() ? 0 : NOT_ALL;
  }

  private boolean isMade(Planned plan, Map<String, String> record) {
    if (record.isEmpty()) {
      Say.line(spec, "key " + plan.old().id() + " is gone; " + plan.fresh().id() + " was not made");
    }
    return !record.isEmpty();
  }
}
