package dev.gatehouse.bench.micro;

import dev.gatehouse.feature.bulkhead.ToolThreads;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/** The hop from an event loop to a tool's thread and back. The time of day, not of the processor: with one at once both sleep and wake. */
public class HopBenchmark extends Micro {

  private static final int HOPS = 1_000;

  /** How many calls are under way. */
  @Param({"1", "8", "32"})
  public int atOnce;

  private final OneLoop loop = new OneLoop();
  private final ToolThreads threads = new ToolThreads("demo", 64);

  /** By the threads of a plugin. */
  @Benchmark
  @OperationsPerInvocation(HOPS)
  public void thread() {
    loop.run(HOPS, atOnce, this::hop);
  }

  /** The baseline: no hop, but another turn of the event loop. */
  @Benchmark
  @OperationsPerInvocation(HOPS)
  public void none() {
    loop.run(HOPS, atOnce, Future::succeededFuture);
  }

  private Future<?> hop() {
    Context back = loop.vertx.getOrCreateContext();
    Promise<Void> done = Promise.promise();
    threads.execute(() -> back.runOnContext(now -> done.complete()));
    return done.future();
  }

  /** Ends them. */
  @TearDown
  public void close() {
    threads.close();
    loop.close();
  }
}
