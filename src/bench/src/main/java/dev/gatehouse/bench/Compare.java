package dev.gatehouse.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints a table: what one {@code tools/call} costs the server's processor, bare and through the whole host, and the ratio. The cases
 * take turns, so that what else the machine does falls on all of them.
 *
 * <p>{@code Compare ROOT [SECONDS [ROUNDS]]}, where ROOT is the repository with its built jars.
 */
public final class Compare {

  private static final Pattern KEY = Pattern.compile("gth_\\w+");
  private static final int BARE_PORT = 18090;
  private static final int HOST_PORT = 18091;
  private static final Duration WARM_UP = Duration.ofSeconds(8);

  private final Path root;
  private final Path dir;
  private final Duration time;
  private final int rounds;

  private record Case(String name, Server server, int port, String key) {
  }

  private Compare(Path root, Path dir, Duration time, int rounds) {
    this.root = root;
    this.dir = dir;
    this.time = time;
    this.rounds = rounds;
  }

  /** See the class. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Duration time = Duration.ofSeconds(args.length > 1 ? Long.parseLong(args[1]) : 8);
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    Path dir = Files.createTempDirectory("gatehouse-bench");
    new Compare(Path.of(args[0]).toAbsolutePath(), dir, time, rounds).run();
  }

  private void run() throws IOException, InterruptedException {
    Files.writeString(dir.resolve("gatehouse.json"), """
        { "http": {"port": %d}, "admin": {"port": 0}, "redis": {"embedded": {"port": 0, "dir": "redis"}},
          "plugins": {"dir": "%s"}, "tenants": {"demo": {}} }
        """.formatted(HOST_PORT, root.resolve("tools-plugins")));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jar = root.resolve("target/gatehouse.jar").toString();
    try (Server bare = Server.start(dir, List.of(java, "-cp", System.getProperty("java.class.path"),
            BareServer.class.getName(), Integer.toString(BARE_PORT)));
        Server host = Server.start(dir, List.of(java, "-jar", jar, "run", "gatehouse.json"))) {
      String limited = "1000000000/1d";
      table(List.of(
          new Case("bare Vert.x, fixed answer", bare, BARE_PORT, "none"),
          new Case("host: key, permission, validation, bus, tool", host, HOST_PORT, mint(java, jar)),
          new Case("the same with one rate in Redis", host, HOST_PORT, mint(java, jar, "--rate", limited))));
    }
  }

  private String mint(String java, String jar, String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java, "-jar", jar, "mint", "--tenant", "demo", "--tools", "add"));
    command.addAll(Arrays.asList(more));
    command.addAll(List.of("--apply", "gatehouse.json", "--json"));
    Process process = new ProcessBuilder(command).directory(dir.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher key = KEY.matcher(out);
    if (process.waitFor() != 0 || !key.find()) {
      throw new IOException("mint made no key");
    }
    return key.group();
  }

  private void table(List<Case> cases) throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    Map<String, List<Double>> micros = new LinkedHashMap<>();
    for (Case one : cases) {
      measure(vertx, one, WARM_UP);
      micros.put(one.name(), new ArrayList<>());
    }
    for (int round = 0; round < rounds; round++) {
      for (Case one : cases) {
        micros.get(one.name()).add(measure(vertx, one, time));
      }
    }
    vertx.close().await();
    double floor = median(micros.get(cases.get(0).name()));
    System.out.printf("%-48s %14s %8s%n", "server processor time for one tools/call", "median, µs", "ratio");
    micros.forEach((name, values) -> System.out.printf("%-48s %14.1f %8.2f%n", name, median(values), median(values) / floor));
  }

  private static double measure(Vertx vertx, Case one, Duration time) throws InterruptedException {
    Duration before = one.server().cpu();
    long calls = new Load(vertx, one.port(), one.key()).run(time);
    return one.server().cpu().minus(before).toNanos() / 1_000.0 / calls;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
