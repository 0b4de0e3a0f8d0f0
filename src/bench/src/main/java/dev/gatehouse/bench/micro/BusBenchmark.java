package dev.gatehouse.bench.micro;

import dev.gatehouse.bench.ByReference;
import dev.gatehouse.feature.Address;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.FeatureVerticle;
import dev.gatehouse.feature.LocalCodec;
import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.feature.bulkhead.Bulkhead;
import dev.gatehouse.feature.bulkhead.TenantBulkhead;
import dev.gatehouse.plugin.load.PluginException;
import dev.gatehouse.rpc.Json;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The event bus on one event loop: a request and its reply, plain and as the host dispatches a call of a tool that runs on the loop. */
public class BusBenchmark extends Micro {

  private static final int CALLS = 1_000;
  private static final int AT_ONCE = 32;
  private static final DeliveryOptions LOCAL = new DeliveryOptions().setCodecName(ByReference.NAME).setLocalOnly(true);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final OneLoop loop = new OneLoop();
  private final Address address = new Address("demo", "math", 1);
  private final Bulkhead bulkhead = new Bulkhead(new TenantBulkhead(AT_ONCE, 0), AT_ONCE, 0, LONG);
  private final Entry entry = new Entry(
      new ToolInfo("add", null, "", Json.object().put("type", "object"), null, null, null), address, bulkhead, LONG);
  private final Dispatcher dispatcher = new Dispatcher(loop.vertx);
  private BuiltTool tool;

  /** Deploys the tool. */
  @Setup
  public void deploy() throws PluginException {
    tool = new BuiltTool();
    LocalCodec.register(loop.vertx.eventBus());
    loop.vertx.eventBus().registerCodec(new ByReference());
    loop.vertx.eventBus().localConsumer("plain", message -> message.reply("5", LOCAL));
    loop.vertx.deployVerticle(new FeatureVerticle(address, tool.features(), Runnable::run, key -> Long.MAX_VALUE)).await();
  }

  /** The baseline: a request and a reply by reference. */
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void plain() {
    loop.run(CALLS, AT_ONCE, () -> loop.vertx.eventBus().request("plain", "2 3", LOCAL));
  }

  /** A call through bulkhead, bus and binding. */
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void dispatched() {
    loop.run(CALLS, AT_ONCE, this::call);
  }

  private Future<?> call() {
    return dispatcher.call(entry, () -> entry, BuiltTool.call(), Dispatcher.Charge.NONE);
  }

  /** Ends the loop. */
  @TearDown
  public void close() {
    loop.close();
    tool.close();
  }
}
