package dev.gatehouse.bench;

import dev.gatehouse.bench.plugin.VersionedPlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Replaces a jar again and again, by two versions in turn, while 64 connections call it, and prints what the callers noticed. Each
 * version is served for a moment before the next one is put in.
 *
 * <p>{@code Swaps ROOT [SWAPS]}, where ROOT is the repository with its built jars. Exit status 1 when a call failed, was answered
 * wrongly, or by a version that had been replaced before.
 */
public final class Swaps {

  private static final int CONNECTIONS = 64;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration SERVED = Duration.ofMillis(300);
  private static final List<String> NAMES = List.of("one", "two");

  private final Workbench bench;
  private final int swaps;

  private Swaps(Workbench bench, int swaps) {
    this.bench = bench;
    this.swaps = swaps;
  }

  /** See the class. */
  public static void main(String[] args) throws IOException {
    int swaps = Arguments.number(args, 1, "SWAPS", 50);
    Workbench.exit(args[0], bench -> new Swaps(bench, swaps).run());
  }

  private boolean run() throws IOException, InterruptedException {
    List<Path> jars = new ArrayList<>();
    for (String name : NAMES) {
      jars.add(PluginJar.write(bench.file(name + ".jar"), VersionedPlugin.class, Map.of(VersionedPlugin.FILE, name)));
    }
    BuiltHost host = new BuiltHost(bench, "{}");
    host.put("demo", "math", jars.get(0));
    host.start();
    Versions versions = new Versions(NAMES.stream().map(name -> "5 " + name).toList(), CONNECTIONS);
    Load load = Load.start(Load.oneLoop(), host.mint("demo"), "add", CONNECTIONS, versions);
    try {
      swap(host, jars, versions);
    } finally {
      load.stop();
      versions.print(swaps);
    }
    return versions.good();
  }

  private void swap(BuiltHost host, List<Path> jars, Versions versions) throws IOException, InterruptedException {
    Thread.sleep(WARM_UP.toMillis());
    for (int swap = 1; swap <= swaps; swap++) {
      versions.put(swap);
      host.put("demo", "math", jars.get(swap % jars.size()));
      versions.awaitSeen(swap);
      Thread.sleep(SERVED.toMillis());
    }
  }
}
