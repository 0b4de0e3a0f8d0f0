package dev.gatehouse.bench.micro;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.config.TelemetryConfig;
import dev.gatehouse.feature.Address;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.trace.CallTrace;
import dev.gatehouse.feature.trace.CallTrace.Step;
import dev.gatehouse.feature.trace.IncomingCall;
import dev.gatehouse.feature.trace.RequestTrace;
import dev.gatehouse.mcp.CallObserver;
import dev.gatehouse.mcp.McpCall;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.telemetry.Telemetry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** All that telemetry does in one call of a tool, on the thread of the call: from its arrival to its answer. */
public class TracingBenchmark extends Micro {

  /** {@code off}, or the part of the calls that is sampled. */
  @Param({"off", "0", "0.01", "1"})
  public String sampling = "off";

  private final Vertx vertx = Vertx.vertx();
  private final ObjectNode meta = Json.object().put("progressToken", 1);
  private Telemetry telemetry = Telemetry.OFF;
  private Entry entry;

  /** A collector that throws away what it gets. */
  @Setup
  public void start() throws Exception {
    HttpServer collector = vertx.createHttpServer().requestHandler(request -> request.response().end()).listen(0, "127.0.0.1").await();
    if (!sampling.equals("off")) {
      telemetry = Telemetry.start(
          new TelemetryConfig("http://127.0.0.1:" + collector.actualPort(), Map.of(), Double.parseDouble(sampling)), Map.of(),
          new ServerIdentity("bench", "1"), () -> new MetricSnapshots(List.of()));
    }
    try (BuiltTool tool = new BuiltTool()) {
      Feature feature = tool.features().get(0);
      entry = new Entry(feature.info(), new Address("demo", "math", 1), null, Duration.ofSeconds(30));
    }
  }

  /** Ends it. */
  @TearDown
  public void stop() throws Exception {
    telemetry.close();
    vertx.close().await();
  }

  /** A call with a context of nobody. */
  @Benchmark
  public CallTrace call() {
    RequestTrace request = telemetry.tracer().arrived("1.1");
    request.admitted();
    CallTrace trace = request == RequestTrace.NONE ? CallTrace.NONE
        : request.call(new IncomingCall("tools/call", "2026-07-28", "7", "demo", false, meta, name -> List.of()));
    trace.reach(Step.LIMITS);
    trace.reach(Step.RUN);
    trace.reach(Step.ANSWER);
    for (CallObserver observer : telemetry.observers()) {
      observer.ended(new CallObserver.Ended(new McpCall(null, null, null, null, "7", trace), null, entry, Outcome.OK, null, null, 1));
    }
    request.written();
    return trace;
  }
}
