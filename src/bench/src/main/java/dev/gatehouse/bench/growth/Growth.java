package dev.gatehouse.bench.growth;

import dev.gatehouse.bench.Arguments;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.report.Figure;
import dev.gatehouse.bench.report.Marked;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Prints a table: what a host costs that is idle, that starts, and that has very much of something.
 *
 * <p>{@code Growth ROOT [STEP...] [SIZE=NUMBER...] [--write]}, where ROOT is the repository with its built jars. Steps are {@code idle},
 * {@code start}, {@code memory}, {@code streams}, {@code tenants}, {@code tools} and {@code keys}; all without. Sizes are {@code seconds}
 * that an idle host is watched, {@code starts} of each server, {@code streams}, {@code tenants}, {@code tools} and {@code keys}. Writes
 * {@code growth.md} to {@code target/bench}; with {@code --write} also into the manual.
 */
public final class Growth {

  private static final String WRITE = "--write";
  private static final Map<String, Step> STEPS = new LinkedHashMap<>();

  static {
    STEPS.put("idle", new IdleHost());
    STEPS.put("start", new StartTimes());
    STEPS.put("memory", new SmallMemory());
    STEPS.put("streams", new IdleStreams());
    STEPS.put("tenants", new ManyTenants());
    STEPS.put("tools", new ManyTools());
    STEPS.put("keys", new ManyKeys());
  }

  private Growth() {
  }

  /** See the class. */
  public static void main(String[] args) throws IOException {
    List<String> words = Stream.of(args).skip(1).filter(word -> !word.equals(WRITE)).toList();
    Sizes sizes = Arguments.checked(() -> new Sizes(words, List.copyOf(STEPS.keySet())));
    Workbench.exit(args[0], bench -> run(bench, sizes, List.of(args).contains(WRITE)));
  }

  private static boolean run(Workbench bench, Sizes sizes, boolean write) throws IOException, InterruptedException {
    RedisProcess redis = RedisProcess.usual(bench);
    List<Figure> figures = new ArrayList<>();
    for (Map.Entry<String, Step> step : STEPS.entrySet()) {
      if (sizes.wants(step.getKey())) {
        System.err.println(step.getKey());
        figures.addAll(step.getValue().measure(bench, redis, sizes));
      }
    }
    report(bench, Figure.table(figures) + "\n" + conditions(sizes), write);
    return true;
  }

  private static String conditions(Sizes sizes) {
    return "JDK %s, %d processors; sizes %s. Processor time of a call is under 64 connections on the same processors.\n"
        .formatted(Runtime.version().feature(), Runtime.getRuntime().availableProcessors(), sizes);
  }

  private static void report(Workbench bench, String text, boolean write) throws IOException {
    System.out.print(text);
    Files.writeString(Files.createDirectories(bench.root().resolve("target/bench")).resolve("growth.md"), text);
    if (write) {
      Marked.write(bench.root().resolve("src/site/markdown/cost.md"), "growth", text);
    }
  }
}
