package dev.gatehouse.http;

import dev.gatehouse.feature.trace.CallTracer;
import dev.gatehouse.feature.trace.RefusedRequest;
import dev.gatehouse.feature.trace.RequestTrace;
import dev.gatehouse.mcp.Method;
import dev.gatehouse.mcp.Methods;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** The trace of a request, kept in its routing context while telemetry is on. */
final class RequestTraces {

  private static final String KEY = "gatehouse.trace";
  private static final String METHOD_HEADER = "Mcp-Method";
  /** What the conventions name a method that is not one of HTTP's own. */
  private static final String OTHER = "_OTHER";

  private RequestTraces() {
  }

  /** Begins one, unless nothing is traced. */
  static void begin(RoutingContext rc, CallTracer tracer) {
    if (tracer != CallTracer.NONE) {
      rc.put(KEY, tracer.arrived(version(rc.request().version())));
    }
  }

  private static String version(HttpVersion version) {
    return switch (version) {
      case HTTP_1_0 -> "1.0";
      case HTTP_1_1 -> "1.1";
      default -> "2";
    };
  }

  /** That of a request. */
  static RequestTrace of(RoutingContext rc) {
    RequestTrace trace = rc.get(KEY);
    return trace == null ? RequestTrace.NONE : trace;
  }

  /** Its credential is good. */
  static void admitted(RoutingContext rc) {
    RequestTrace trace = of(rc);
    if (trace != RequestTrace.NONE) {
      trace.admitted();
    }
  }

  /**
   * It is refused before its body is read.
   *
   * @param reason in words that are fixed in the program
   */
  static void refused(RoutingContext rc, int status, String reason) {
    RequestTrace trace = of(rc);
    if (trace != RequestTrace.NONE) {
      String route = rc.currentRoute() == null ? null : rc.currentRoute().getPath();
      trace.refused(new RefusedRequest(method(rc), http(rc.request().method()), route == null ? "/" : route, status, reason,
          rc.request().headers()::getAll));
    }
  }

  private static @Nullable String method(RoutingContext rc) {
    String sent = rc.request().getHeader(METHOD_HEADER);
    Method known = sent == null ? null : Methods.find(sent);
    return known == null ? null : known.wire();
  }

  private static String http(HttpMethod method) {
    return HttpMethod.values().contains(method) ? method.name() : OTHER;
  }
}
