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
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rotate}: gives old keys successors. */
@Command(name = "rotate", sortOptions = false, description = {
    "Gives each active key that is older than a time a successor with its rights, and lets the old key end after an overlap: prints the"
        + " redis-cli commands. The new keys go to stderr as CSV, or to a new file:",
    "  rotate --older-than 90d --overlap 24h --out new-keys.csv | redis-cli -e",
    "Keys that have a successor already are left alone, so that it can be repeated."})
final class RotateCommand implements Callable<Integer> {

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

  @Option(names = "--tenant", paramLabel = "T", description = "Only keys of this tenant.")
  private @Nullable String tenant;

  @Option(names = "--owner", paramLabel = "O", description = "Only keys of this owner.")
  private @Nullable String owner;

  @Option(names = "--out", paramLabel = "FILE", description = "A new file for the new keys, which only its owner can read. Default: stderr")
  private @Nullable Path out;

  @Option(names = "--apply", description = "Rotate in the Redis of CONFIG instead of printing commands.")
  private boolean apply;

  @Parameters(index = "0", arity = "0..1", paramLabel = "CONFIG", defaultValue = Main.DEFAULT_CONFIG,
      description = "The configuration that names the Redis. Default: ${DEFAULT-VALUE}")
  private Path config;

  @Spec
  private CommandSpec spec;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  RotateCommand(Clock clock) {
    this.clock = clock;
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
      List<Planned> plans = old(new KeySearch(link, keys, clock), before).stream().map(key -> plan(key, end, newEnd)).toList();
      if (plans.isEmpty()) {
        Say.line(spec, "no active key is older than " + age + " and without a successor");
        return 0;
      }
      handOver(plans);
      if (!apply && link.url().location().mode() == RedisUrl.Mode.CLUSTER) {
        Say.line(spec, "warning: a Redis Cluster refuses these commands, whose keys are in several slots; use --apply");
      }
      return apply ? apply(plans, link, keys) : print(plans, keys);
    });
  }

  private List<KeyRow> old(KeySearch search, Instant before) {
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
    old.removeIf(key -> replaced.contains(key.id()));
    old.sort(Comparator.comparing(KeyRow::tenant).thenComparing(key -> key.owner() == null ? "" : key.owner()).thenComparing(KeyRow::id));
    return old;
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
    try {
      Rows rows = SecretsCsv.begin(spec.commandLine(), out, "replaces", "id", "tenant", "owner", "name", "key");
      plans.forEach(plan -> rows.row(plan.old().id(), plan.fresh().id(), plan.old().tenant(), plan.old().owner(), plan.old().name(),
          plan.fresh().text()));
      SecretsCsv.end(rows, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    int done = 0;
    try {
      for (int from = 0; from < plans.size(); from += AT_ONCE) {
        List<Planned> some = plans.subList(from, Math.min(plans.size(), from + AT_ONCE));
        List<Future<Map<String, String>>> rotated = some.stream()
            .map(plan -> writer.rotate(plan.rotation(), plan.fresh().id(), plan.fields())).toList();
        Future.join(rotated).otherwiseEmpty().await();
        done += (int) rotated.stream().filter(Future::succeeded).count();
        Future.all(rotated).await();
      }
    } finally {
      Say.line(spec,
          done + " of " + plans.size() + " keys have a successor now" + (done < plans.size() ? "; repeat the command for the others" : ""));
    }
    return 0;
  }
}
