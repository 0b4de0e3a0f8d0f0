package dev.gatehouse.telemetry;

import dev.gatehouse.config.TelemetryConfig;
import dev.gatehouse.feature.trace.CallTracer;
import dev.gatehouse.mcp.CallObserver;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.record.OneLine;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

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
  /** What holds whatever variables say: MCP has the trace contexts of W3C alone, and the host's log goes to stderr. */
  private static final Map<String, String> FIXED = Map.of("otel.propagators", "tracecontext", "otel.logs.exporter", Settings.NONE);
  /** What the SDK calls a service that nobody has named. */
  private static final String UNNAMED = "unknown_service";
  /** What the SDK says where a cause says more. */
  private static final String UNEXPECTED = "Unexpected configuration error";
  private static final Pattern PROPERTY = Pattern.compile("otel(\\.[a-z0-9]+)+");
  /** The SDK logs each failed attempt, by the JDK's logging, which is not the host's log. The reference keeps the level. */
  private static final Logger SDK_LOG = Logger.getLogger("io.opentelemetry");

  private final OpenTelemetrySdk sdk;
  private final SpanQueue spans;
  private final CollectorLog metricLog;
  private final Tracing tracing;

  private Exporting(OpenTelemetrySdk sdk, SpanQueue spans, CollectorLog metricLog, Tracing tracing) {
    this.sdk = sdk;
    this.spans = spans;
    this.metricLog = metricLog;
    this.tracing = tracing;
  }

  /** Starts, with settings whose variables were checked. */
  static Exporting start(TelemetryConfig config, Map<String, String> environment, ServerIdentity identity,
      Supplier<MetricSnapshots> metrics) {
    StatusLoader loader = new StatusLoader();
    SpanQueue spans = new SpanQueue();
    CollectorLog metricLog = new CollectorLog("metrics");
    OpenTelemetrySdk sdk = built(builder(Settings.properties(config, environment), loader)
        .addResourceCustomizer((resource, settings) -> named(resource, identity))
        .addSamplerCustomizer((sampler, settings) -> new HostSampler(sampler))
        .addSpanExporterCustomizer((exporter, settings) -> spans.exporter(exporter))
        .addSpanProcessorCustomizer(
            (processor, settings) -> spans.processor(processor, settings.getInt("otel.bsp.max.queue.size", QUEUE)))
        .addMetricExporterCustomizer((exporter, settings) -> new LoggedMetricExporter(exporter, metricLog))
        .addMeterProviderCustomizer((meters, settings) -> meters.registerMetricProducer(new PrometheusMetrics(metrics))));
    opened(spans.log(), Signal.TRACES, config, environment, loader);
    opened(metricLog, Signal.METRICS, config, environment, loader);
    // Without an exporter there is nothing to make spans for.
    TracerProvider tracers = spans.isUsed() ? sdk.getTracerProvider() : TracerProvider.noop();
    Tracer tracer = tracers.tracerBuilder(SCOPE).setInstrumentationVersion(identity.version()).build();
    return new Exporting(sdk, spans, metricLog,
        new Tracing(tracer, new Durations(sdk.getMeter(SCOPE)), new CallerFlags(System::nanoTime)));
  }

  private static void opened(CollectorLog log, Signal signal, TelemetryConfig config, Map<String, String> environment,
      StatusLoader loader) {
    URI url = signal.url(config, environment);
    log.open(signal.shown(config, environment), () -> loader.last(url));
  }

  /**
   * Builds all that a start builds, except that it sends nothing.
   *
   * @throws TelemetryException when a start would throw it
   */
  static void check(Map<String, String> properties) {
    built(builder(properties, new StatusLoader())
        .addSpanExporterCustomizer((exporter, settings) -> SpanExporter.composite())
        .addMetricExporterCustomizer((exporter, settings) -> new NoMetricExporter())).shutdown();
  }

  /** @param properties what holds where no variable says otherwise */
  private static AutoConfiguredOpenTelemetrySdkBuilder builder(Map<String, String> properties, StatusLoader loader) {
    SDK_LOG.setLevel(Level.OFF);
    return AutoConfiguredOpenTelemetrySdk.builder().disableShutdownHook().setComponentLoader(loader)
        .addPropertiesSupplier(() -> properties).addPropertiesCustomizer(set -> FIXED);
  }

  private static OpenTelemetrySdk built(AutoConfiguredOpenTelemetrySdkBuilder builder) {
    try {
      return builder.build().getOpenTelemetrySdk();
    } catch (RuntimeException e) {
      throw new TelemetryException("telemetry: " + reason(e));
    }
  }

  /** The SDK's message may quote a setting, and that of the headers holds secrets. */
  private static String reason(RuntimeException e) {
    Throwable cause = e.getCause() != null && UNEXPECTED.equals(e.getMessage()) ? e.getCause() : e;
    String message = String.valueOf(cause.getMessage());
    return message.contains("headers") ? "OTEL_EXPORTER_OTLP_HEADERS cannot be read; it must be name=value, with commas between"
        : "the OTEL_* variables cannot be used: " + OneLine.of(variables(message));
  }

  /** The SDK names a property; people have set the variable. */
  private static String variables(String message) {
    return PROPERTY.matcher(message).replaceAll(name -> name.group().toUpperCase(Locale.ROOT).replace('.', '_'));
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

  /** On a thread of its own: the SDK's waits for each reader and each attempt are longer, and no setting bounds their sum. */
  @Override
  public void close() {
    spans.log().close();
    metricLog.close();
    Thread stop = new Thread(() -> sdk.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS), "telemetry-stop");
    stop.setDaemon(true);
    stop.start();
    try {
      stop.join(TimeUnit.SECONDS.toMillis(FLUSH_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
