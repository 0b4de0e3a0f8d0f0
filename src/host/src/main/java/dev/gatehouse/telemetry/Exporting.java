package dev.gatehouse.telemetry;

import dev.gatehouse.feature.trace.CallTracer;
import dev.gatehouse.mcp.CallObserver;
import dev.gatehouse.mcp.ServerIdentity;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The SDK, configured, and what sends. It has threads of its own; nothing of it waits for the collector on a thread of a call. */
final class Exporting implements Telemetry {

  /** The instrumentation scope. */
  static final String SCOPE = "dev.gatehouse";
  /** How long a stop may take to send what is left. */
  private static final long FLUSH_SECONDS = 3;
  private static final int QUEUE = 2_048;
  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
  private static final AttributeKey<String> SERVICE_VERSION = AttributeKey.stringKey("service.version");
  private static final AttributeKey<String> SERVICE_INSTANCE = AttributeKey.stringKey("service.instance.id");
  /** What the SDK calls a service that nobody has named. */
  private static final String UNNAMED = "unknown_service";
  /** The SDK logs each failed attempt, by the JDK's logging, which is not the host's log. The reference keeps the level. */
  private static final Logger SDK_LOG = Logger.getLogger("io.opentelemetry");

  private final OpenTelemetrySdk sdk;
  private final SpanQueue spans;
  private final Tracing tracing;

  private Exporting(OpenTelemetrySdk sdk, SpanQueue spans, Tracing tracing) {
    this.sdk = sdk;
    this.spans = spans;
    this.tracing = tracing;
  }

  /**
   * Starts.
   *
   * @param properties what holds where no variable says otherwise
   */
  static Exporting start(Map<String, String> properties, ServerIdentity identity, Supplier<MetricSnapshots> metrics) {
    SDK_LOG.setLevel(Level.OFF);
    SpanQueue spans = new SpanQueue();
    OpenTelemetrySdk sdk = sdk(properties, identity, metrics, spans);
    // Without an exporter there is nothing to make spans for.
    TracerProvider tracers = spans.isUsed() ? sdk.getTracerProvider() : TracerProvider.noop();
    Tracer tracer = tracers.tracerBuilder(SCOPE).setInstrumentationVersion(identity.version()).build();
    return new Exporting(sdk, spans, new Tracing(tracer, new Durations(sdk.getMeter(SCOPE))));
  }

  private static OpenTelemetrySdk sdk(Map<String, String> properties, ServerIdentity identity, Supplier<MetricSnapshots> metrics,
      SpanQueue spans) {
    CollectorLog metricLog = new CollectorLog("metrics");
    AutoConfiguredOpenTelemetrySdkBuilder builder = AutoConfiguredOpenTelemetrySdk.builder().disableShutdownHook()
        .setServiceClassLoader(Exporting.class.getClassLoader())
        .addPropertiesSupplier(() -> properties)
        .addResourceCustomizer((resource, settings) -> named(resource, identity))
        .addSamplerCustomizer((sampler, settings) -> new HostSampler(sampler))
        .addSpanExporterCustomizer((exporter, settings) -> spans.exporter(exporter))
        .addSpanProcessorCustomizer(
            (processor, settings) -> spans.processor(processor, settings.getInt("otel.bsp.max.queue.size", QUEUE)))
        .addMetricExporterCustomizer((exporter, settings) -> new LoggedMetricExporter(exporter, metricLog))
        .addMeterProviderCustomizer((meters, settings) -> meters.registerMetricProducer(new PrometheusMetrics(metrics)));
    try {
      return builder.build().getOpenTelemetrySdk();
    } catch (RuntimeException e) {
      throw new TelemetryException("telemetry: " + reason(e));
    }
  }

  /** The SDK's message may quote a setting, and that of the headers holds secrets. */
  private static String reason(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("headers") ? "OTEL_EXPORTER_OTLP_HEADERS cannot be read; it must be name=value, with commas between"
        : "the OTEL_* variables cannot be used: " + message;
  }

  private static Resource named(Resource resource, ServerIdentity identity) {
    String name = resource.getAttribute(SERVICE_NAME);
    var named = resource.toBuilder();
    if (name == null || name.startsWith(UNNAMED)) {
      named.put(SERVICE_NAME, identity.name());
    }
    if (resource.getAttribute(SERVICE_VERSION) == null) {
      named.put(SERVICE_VERSION, identity.version());
    }
    if (resource.getAttribute(SERVICE_INSTANCE) == null) {
      named.put(SERVICE_INSTANCE, UUID.randomUUID().toString());
    }
    return named.build();
  }

  @Override
  public CallTracer tracer() {
    return tracing;
  }

  @Override
  public List<CallObserver> observers() {
    return List.of(tracing);
  }

  @Override
  public long lost() {
    return spans.lost();
  }

  @Override
  public void close() {
    sdk.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
  }
}
