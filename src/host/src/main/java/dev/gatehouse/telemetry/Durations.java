package dev.gatehouse.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The metric {@code mcp.server.operation.duration}: how long calls took, from their arrival until their answer was written. */
final class Durations {

  /** In seconds, as the conventions have them. */
  private static final List<Double> BUCKETS = List.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0);
  private static final double NANOS = 1e9;
  private static final int MOST_KNOWN = 10_000;

  private final DoubleHistogram histogram;
  private final Map<DurationKey, Attributes> known = new ConcurrentHashMap<>();

  /**
   * Calls that are not told apart. Only names that a plugin serves are in it.
   *
   * @param target what was called, or null
   * @param error the kind of error, or null
   * @param code the JSON-RPC error's code, 0 for none
   */
  record DurationKey(String tenant, String method, String revision, @Nullable Target target, @Nullable String error, int code) {

    private Attributes attributes() {
      AttributesBuilder all = Attributes.builder().put(Names.TENANT, tenant).put(Names.METHOD, method).put(Names.REVISION, revision)
          .put(Names.TRANSPORT, Names.TCP).put(Names.PROTOCOL, Names.HTTP);
      if (target != null) {
        all.put(target.key(), target.name());
      }
      Target.operation(method).ifPresent(operation -> all.put(Names.OPERATION, operation));
      if (error != null) {
        all.put(Names.ERROR, error);
      }
      if (code != 0) {
        all.put(Names.CODE, Integer.toString(code));
      }
      return all.build();
    }
  }

  Durations(Meter meter) {
    histogram = meter.histogramBuilder("mcp.server.operation.duration").setUnit("s").setExplicitBucketBoundariesAdvice(BUCKETS)
        .setDescription("MCP request duration as observed on the receiver from the time it was received until the result is sent").build();
  }

  void record(DurationKey key, long nanos) {
    histogram.record(nanos / NANOS, attributes(key));
  }

  private Attributes attributes(DurationKey key) {
    Attributes attributes = known.get(key);
    if (attributes != null) {
      return attributes;
    }
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    return known.computeIfAbsent(key, DurationKey::attributes);
  }
}
