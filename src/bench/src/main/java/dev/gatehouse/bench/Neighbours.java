package dev.gatehouse.bench;

import dev.gatehouse.bench.plugin.NoisePlugin;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prints a table: how long the calls of tenant B take alone, and while its neighbour, tenant A, does its worst. The host has 512 MiB of
 * heap (or what {@code HOST_JAVA_OPTIONS} says) and its default bounds, but for a timeout of 5 seconds, so that what hangs also ends. B
 * calls {@code add} on 4 connections with a pause after each answer, so that it never waits for itself. A host that does not survive a
 * row is started anew for the next.
 *
 * <p>{@code Neighbours ROOT [SECONDS [NOISE...]]}, where ROOT is the repository with its built jars, SECONDS the time that each noise is
 * measured, and NOISE which ones, by the names of {@link Noise} in small letters; all without. Exit status 1 when a call of B was not
 * answered, or the host did not survive.
 */
public final class Neighbours {

  private static final String TIMEOUT = "5s";
  private static final Duration BEFORE = Duration.ofSeconds(3);
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final int PATIENCE_MILLIS = 10_000;

  private final Workbench bench;
  private final Duration time;
  private final List<Noise> noises;
  private final Vertx vertx = Load.oneLoop();
  private BuiltHost host;
  private Endpoint b;
  private Child a;
  private int logged;
  private boolean full;
  private boolean good = true;

  private Neighbours(Workbench bench, Duration time, List<Noise> noises) {
    this.bench = bench;
    this.time = time;
    this.noises = noises;
  }

  /** See the class. */
  public static void main(String[] args) throws IOException {
    Duration time = Duration.ofSeconds(Arguments.number(args, 1, "SECONDS", 10));
    Workbench.exit(args[0], bench -> new Neighbours(bench, time, noises(args)).run());
  }

  private static List<Noise> noises(String[] args) {
    return args.length < 3 ? List.of(Noise.values()) : Stream.of(args).skip(2).map(Noise::named).toList();
  }

  private boolean run() throws IOException, InterruptedException {
    RedisProcess redis = RedisProcess.start(bench);
    host = new BuiltHost(bench, redis, "\"calls\": {\"timeout\": \"" + TIMEOUT + "\"}");
    host.put("a", "noise", NoisePlugin.class);
    host.putMath("b");
    host.start();
    b = host.mint("b");
    a = bench.java(NoiseMaker.class);
    Endpoint noisy = host.mint("a");
    a.ask("to " + noisy.port() + " " + noisy.key() + " " + redis.port());
    Cost.warmUp(vertx, b, WARM_UP);
    table();
    return good;
  }

  private void table() throws IOException, InterruptedException {
    System.out.printf("%-52s %8s %8s %9s %7s %7s %7s  %-13s   %9s %7s %7s%n",
        "tenant B's calls, ms, while tenant A", "p50", "p99", "max", "calls", "failed", "CPU s", "the host",
        "A: result", "busy", "failed");
    row("is silent");
    for (Noise noise : noises) {
      a.ask("start " + noise.name());
      row(noise.title());
      String told = a.ask("tell");
      if (!told.isEmpty()) {
        System.out.println("    " + told);
      }
      a.ask("stop");
      Thread.sleep(noise.aftermath().toMillis());
      repair();
    }
    row("is silent again");
    explain();
  }

  private void explain() {
    System.out.printf("%nJDK %s, %d processors, shared by the host, B's client and A's client, each a process of its own.%n"
        + "B: %d connections, a pause of %d ms after each answer; each row is %d s, after %d s of the same.%n"
        + "Fewer calls of B in a row mean that they waited. CPU s: what the host used meanwhile.%n"
        + "A: as many connections as the row says, without a pause but for %d ms after a call that gave no result.%n"
        + "Failed calls of A are mostly those that the host stopped after %s.%n",
        Runtime.version().feature(), Runtime.getRuntime().availableProcessors(), Trickle.CONNECTIONS, Trickle.PAUSE_MILLIS,
        time.toSeconds(), BEFORE.toSeconds(), Noise.IMPATIENCE_MILLIS, TIMEOUT);
  }

  private void row(String title) throws IOException, InterruptedException {
    Trickle trickle = new Trickle(vertx, b);
    Thread.sleep(BEFORE.toMillis());
    NoiseCounts before = NoiseCounts.of(a.ask("counts"));
    double used = cpu();
    trickle.time();
    Thread.sleep(time.toMillis());
    used = cpu() - used;
    NoiseCounts noise = NoiseCounts.of(a.ask("counts")).since(before);
    Latencies times = trickle.stop();
    String state = state();
    System.out.printf("%-52s %8.2f %8.2f %9.2f %7d %7d %7.1f  %-13s   %9d %7d %7d%n",
        title, times.millis(0.5), times.millis(0.99), times.millis(1), times.count(), trickle.failed(), used, state,
        noise.answered(), noise.refused(), noise.failed());
    if (trickle.failed() > 0) {
      System.err.println("while A " + title + ", a call of B was answered " + trickle.failure());
    }
    good &= trickle.failed() == 0 && state.equals("alive");
  }

  /** In seconds; not a number when there is no host. */
  private double cpu() {
    return host.process().isAlive() ? host.process().cpu().toNanos() / 1e9 : Double.NaN;
  }

  /** Of the host, since it was started. */
  private String state() throws IOException {
    if (!host.process().isAlive()) {
      return "dead";
    }
    String log = Files.readString(host.log(), StandardCharsets.ISO_8859_1);
    full |= log.indexOf("OutOfMemoryError", logged) >= 0;
    logged = log.length();
    return full ? "out of memory" : "alive";
  }

  /** A host that has died, lost threads to an OutOfMemoryError or does not answer B is no measure for the next row. */
  private void repair() throws IOException, InterruptedException {
    if (state().equals("alive") && answers()) {
      return;
    }
    System.out.println("    (the host is started anew)");
    good = false;
    host.restart();
    full = false;
    Cost.warmUp(vertx, b, WARM_UP);
  }

  private boolean answers() {
    try (Wire wire = Wire.open(b.port())) {
      wire.send(ModernRequest.call("add", "").http1(b.key()).getBytes());
      return wire.read(PATIENCE_MILLIS, PATIENCE_MILLIS, false) != null;
    } catch (IOException e) {
      return false;
    }
  }
}
