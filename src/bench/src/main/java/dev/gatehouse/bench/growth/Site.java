package dev.gatehouse.bench.growth;

import dev.gatehouse.bench.BuiltHost;
import dev.gatehouse.bench.CallCost;
import dev.gatehouse.bench.Endpoint;
import dev.gatehouse.bench.MintedKey;
import dev.gatehouse.bench.Redis;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Vitals;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.report.Figure;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** A host of a step's own, on the Redis of the run, with a tenant {@code demo}. */
public final class Site implements AutoCloseable {

  private static final double MIB = 1 << 20;

  final Workbench bench;
  final RedisProcess redis;
  final BuiltHost host;
  private final Random random = new Random();

  /**
   * Prepares one; {@link #start} starts it.
   *
   * @param name of its configuration, plugin folder and log
   * @param options of {@code java}
   */
  public Site(Workbench bench, RedisProcess redis, String name, String... options) throws IOException {
    this.bench = bench;
    this.redis = redis;
    this.host = BuiltHost.apart(bench, name, redis, List.of(options));
    host.putMath("demo");
  }

  /** Its host. */
  public BuiltHost host() {
    return host;
  }

  /** A host that runs, with 512 MiB of heap. */
  public static Site running(Workbench bench, RedisProcess redis, String name) throws IOException {
    return new Site(bench, redis, name, "-Xmx512m").start();
  }

  /** Starts it; returns when it serves. */
  public Site start() throws IOException {
    host.start();
    return this;
  }

  /** A new key for all tools of a tenant. */
  public Endpoint key(String tenant) throws IOException {
    try (Redis connection = redis.connect()) {
      return new Endpoint(host.port(), MintedKey.create(connection, random, tenant, "tools", "*").text());
    }
  }

  /** MiB of heap in use after a collection. */
  public double heapMib() throws IOException, InterruptedException {
    Vitals.of(host);
    return Vitals.of(host).heap() / MIB;
  }

  /** What a call of {@code add} costs now. */
  Figure callCost(String what, Endpoint to, String aim) throws IOException, InterruptedException {
    return new Figure(what, "µs of processor time", CallCost.add(host, to, redis), aim);
  }

  /** Ends it by force: what it would save is not needed. */
  @Override
  public void close() {
    try {
      host.process().kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
