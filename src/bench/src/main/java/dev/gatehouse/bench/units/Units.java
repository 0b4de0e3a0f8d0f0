package dev.gatehouse.bench.units;

import dev.gatehouse.bench.Arguments;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.growth.Sizes;
import dev.gatehouse.bench.report.Marked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Prints what one call, key, tenant, session, stream and revocation cost a host and Redis, and what follows for very many.
 *
 * <p>{@code Units ROOT [STEP...] [SIZE=NUMBER...] [--write]}, where ROOT is the repository with its built jars. Steps are {@code calls},
 * {@code edge}, {@code records}, {@code streams}, {@code sessions}, {@code tenants} and {@code revocations}, all without, and {@code plan},
 * which measures nothing. What is measured is kept in {@code target/bench/units.tsv}; a later run of some steps takes the others from
 * there. Sizes of the measurement are {@code seconds} of a round of calls, {@code rounds}, {@code watched} seconds of silence, {@code
 * records}, {@code open} streams and {@code folders} of tenants; sizes of the goal are {@code calls} a second, {@code keys}, {@code
 * tenants} and {@code streams}, how {@code busy} processors may be in percent, and the {@code processors} and {@code gib} of a machine.
 * Writes {@code units.md} and {@code plan.md} to {@code target/bench}; with {@code --write} also into the manual.
 */
public final class Units {

  private static final String WRITE = "--write";
  private static final String PLAN = "plan";
  /** Of the tables: with the calls of all steps. */
  private static final List<String> ROWS = Stream.concat(CallUnits.ROWS.stream(), Stream.of(EdgeUnits.ROW)).toList();
  private static final Map<String, UnitStep> STEPS = new LinkedHashMap<>();
  private static final Map<String, Integer> SIZES = new LinkedHashMap<>();

  static {
    STEPS.put("calls", new CallUnits());
    STEPS.put("edge", new EdgeUnits());
    STEPS.put("records", new RecordUnits());
    STEPS.put("streams", new StreamUnits());
    STEPS.put("sessions", new SessionUnits());
    STEPS.put("tenants", new TenantUnits());
    STEPS.put("revocations", new RevocationUnits());
    SIZES.put("seconds", 2);
    SIZES.put("rounds", 5);
    SIZES.put("watched", 4);
    SIZES.put("records", 20_000);
    SIZES.put("open", 2_000);
    SIZES.put("folders", 200);
    SIZES.put("calls", 100_000);
    SIZES.put("keys", 1_000_000);
    SIZES.put("tenants", 10_000);
    SIZES.put("streams", 100_000);
    SIZES.put("busy", 50);
    SIZES.put("processors", 8);
    SIZES.put("gib", 16);
  }

  private Units() {
  }

  /** See the class. */
  public static void main(String[] args) throws IOException {
    List<String> words = Stream.of(args).skip(1).filter(word -> !word.equals(WRITE)).toList();
    Sizes sizes = Arguments.checked(() -> new Sizes(words, Stream.concat(STEPS.keySet().stream(), Stream.of(PLAN)).toList(), SIZES));
    Workbench.exit(args[0], bench -> run(bench, sizes, List.of(args).contains(WRITE)));
  }

  private static boolean run(Workbench bench, Sizes sizes, boolean write) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(bench.root().resolve("target/bench"));
    Numbers numbers = Numbers.read(folder.resolve("units.tsv"));
    RedisProcess redis = RedisProcess.usual(bench);
    for (Map.Entry<String, UnitStep> step : STEPS.entrySet()) {
      if (sizes.wants(step.getKey())) {
        System.err.println(step.getKey());
        numbers.add(step.getValue().measure(bench, redis, sizes));
        numbers.write(folder.resolve("units.tsv"));
      }
    }
    report(bench, folder, "units", units(numbers) + '\n' + conditions(sizes), write);
    Plan plan = new Plan(numbers, sizes);
    report(bench, folder, PLAN, plan(plan), write);
    report(bench, folder, "limits", new Bottlenecks(plan, numbers, sizes).table(), write);
    return true;
  }

  private static String units(Numbers numbers) {
    UnitTables tables = new UnitTables(numbers);
    return tables.calls(ROWS) + '\n' + tables.hosts() + '\n' + tables.others(ROWS);
  }

  private static String plan(Plan plan) {
    return "### Calls\n\n" + plan.byCalls(ROWS) + "\n### Memory of Redis\n\n" + plan.redisMemory() + "\n### Hosts\n\n"
        + plan.hosts() + "\n### What all hosts share\n\n" + plan.shared();
  }

  private static String conditions(Sizes sizes) {
    return """
        %d rounds by turns. Of processor time of a call the least round counts, since other work on the machine only adds to it; the
        highest is in brackets. Of all else it is the median, with the lowest and the highest. JDK %d, %d processors shared with the load,
        the other hosts, Redis and other work; sizes %s.
        """
        .formatted(sizes.of("rounds"), Runtime.version().feature(), Runtime.getRuntime().availableProcessors(), sizes);
  }

  private static void report(Workbench bench, Path folder, String name, String text, boolean write) throws IOException {
    System.out.println(text);
    Files.writeString(folder.resolve(name + ".md"), text);
    if (write) {
      Marked.write(bench.root().resolve("src/site/markdown/scale.md"), name, text);
    }
  }
}
