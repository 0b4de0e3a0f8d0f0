package dev.gatehouse.telemetry;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.gatehouse.Eventually;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The other end of OTLP over HTTP: a collector that decodes what it gets, and keeps it. */
public final class OtlpReceiver implements AutoCloseable {

  static {
    // In this process the SDK need not wait for its usual five seconds, and a minute for metrics.
    System.setProperty("otel.bsp.schedule.delay", "100");
    System.setProperty("otel.metric.export.interval", "500");
  }

  private final Vertx vertx = Vertx.vertx();
  private final Queue<Span> spans = new ConcurrentLinkedQueue<>();
  private final Map<String, Metric> metrics = new ConcurrentHashMap<>();
  private final Queue<Resource> resources = new ConcurrentLinkedQueue<>();
  private final Queue<Buffer> bodies = new ConcurrentLinkedQueue<>();
  private final Queue<String> authorization = new ConcurrentLinkedQueue<>();
  private final HttpServer server;
  private volatile int status = 200;

  private OtlpReceiver(int port) {
    server = vertx.createHttpServer().requestHandler(this::take).listen(port, "127.0.0.1").await();
  }

  /** Listens on any port. */
  public static OtlpReceiver start() {
    return new OtlpReceiver(0);
  }

  /** Listens on a port. */
  static OtlpReceiver on(int port) {
    return new OtlpReceiver(port);
  }

  /** The endpoint to configure. */
  public String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** Answers all that comes from now on with this status. */
  void answer(int code) {
    status = code;
  }

  private void take(HttpServerRequest request) {
    request.body().onSuccess(body -> {
      if (status == 200) {
        authorization.add(String.valueOf(request.getHeader("Authorization")));
        keep(request.path(), body);
      }
      request.response().setStatusCode(status).putHeader("Content-Type", "application/x-protobuf").end();
    });
  }

  private void keep(String path, Buffer body) {
    bodies.add(body);
    try {
      if (path.equals("/v1/traces")) {
        ExportTraceServiceRequest.parseFrom(body.getBytes()).getResourceSpansList().forEach(part -> {
          resources.add(part.getResource());
          part.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
        });
      } else if (path.equals("/v1/metrics")) {
        ExportMetricsServiceRequest.parseFrom(body.getBytes()).getResourceMetricsList().forEach(part -> {
          resources.add(part.getResource());
          part.getScopeMetricsList().forEach(scope -> scope.getMetricsList().forEach(metric -> metrics.put(metric.getName(), metric)));
        });
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(path, e);
    }
  }

  /** All spans so far. */
  public List<Span> spans() {
    return List.copyOf(spans);
  }

  /** The spans of a trace, by the hex digits of its id. */
  public List<Span> trace(String id) {
    return spans.stream().filter(span -> hex(span.getTraceId()).equals(id)).toList();
  }

  /** Waits for a span of a trace. */
  public Span await(String trace, Predicate<Span> wanted) throws InterruptedException {
    Eventually.eventually(() -> trace(trace).stream().anyMatch(wanted));
    return trace(trace).stream().filter(wanted).findFirst().orElseThrow();
  }

  /** Waits for a metric. */
  Metric metric(String name, Predicate<Metric> wanted) throws InterruptedException {
    Eventually.eventually(() -> metrics.containsKey(name) && wanted.test(metrics.get(name)));
    return metrics.get(name);
  }

  /** The resources that have sent something. */
  public Stream<Map<String, String>> resources() {
    return resources.stream().map(resource -> attributes(resource.getAttributesList()));
  }

  /** The header of each request. */
  List<String> authorization() {
    return List.copyOf(authorization);
  }

  /** Everything that has arrived, byte by byte. */
  public String everything() {
    StringBuilder all = new StringBuilder();
    bodies.forEach(body -> all.append(body.toString(StandardCharsets.ISO_8859_1)));
    return all.toString();
  }

  /** An id in hex digits. */
  public static String hex(com.google.protobuf.ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  /** Attributes by name; numbers as text. */
  public static Map<String, String> attributes(List<KeyValue> all) {
    Map<String, String> attributes = new TreeMap<>();
    all.forEach(one -> attributes.put(one.getKey(),
        one.getValue().hasIntValue() ? Long.toString(one.getValue().getIntValue()) : one.getValue().getStringValue()));
    return attributes;
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
