package dev.gatehouse.telemetry;

import dev.gatehouse.feature.trace.CallTrace;
import dev.gatehouse.feature.trace.CallTracer;
import dev.gatehouse.feature.trace.IncomingCall;
import dev.gatehouse.feature.trace.RefusedRequest;
import dev.gatehouse.feature.trace.RequestTrace;
import dev.gatehouse.mcp.CallObserver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Makes the spans of requests and calls. Each call has one of kind SERVER, a child of its caller's; whether it is recorded is decided once,
 * when the call is known. The others are its children, and there are none of a call that is not recorded.
 *
 * @param durations the metric of all calls, recorded or not
 * @param flags bounds the calls that are recorded because their callers ask for it
 */
record Tracing(Tracer tracer, Durations durations, CallerFlags flags) implements CallTracer, CallObserver {

  private static final Clock CLOCK = Clock.getDefault();

  @Override
  public RequestTrace arrived(String version) {
    return new TracedRequest(this, version);
  }

  /** The span of a call whose request arrived at {@link System#nanoTime} so many nanoseconds. */
  Span begin(IncomingCall call, long arrived) {
    Context parent = W3c.parent(call.meta(), call.headers());
    return server(call.method(), marked(parent, call), arrived).startSpan();
  }

  private Context marked(Context parent, IncomingCall call) {
    if (call.anonymous()) {
      return HostSampler.unauthenticated(parent);
    }
    return parent == Context.root() ? parent : HostSampler.caller(parent, flags.of(call.tenant()));
  }

  private SpanBuilder server(String name, Context parent, long arrived) {
    return tracer.spanBuilder(name).setParent(parent).setSpanKind(SpanKind.SERVER).setStartTimestamp(epoch(arrived), TimeUnit.NANOSECONDS);
  }

  /** A time of {@link System#nanoTime} in nanoseconds since 1970. */
  static long epoch(long nanoTime) {
    return CLOCK.now() - (System.nanoTime() - nanoTime);
  }

  /** A step of a call, in this context. */
  Span step(String name, Context parent) {
    return tracer.spanBuilder(name).setParent(parent).startSpan();
  }

  /** A step that is over. */
  void step(String name, Context parent, long from, long to) {
    tracer.spanBuilder(name).setParent(parent).setStartTimestamp(epoch(from), TimeUnit.NANOSECONDS).startSpan()
        .end(epoch(to), TimeUnit.NANOSECONDS);
  }

  /** A request that was refused by its credential: its headers are all that is known of it. */
  void refused(RefusedRequest refused, String version, long arrived) {
    String name = refused.method() == null ? refused.http() + ' ' + refused.route() : refused.method();
    Span span = server(name, HostSampler.unauthenticated(W3c.parent(refused.headers())), arrived).startSpan();
    if (span.isRecording()) {
      span.setAttribute(Names.HTTP_METHOD, refused.http()).setAttribute(Names.HTTP_ROUTE, refused.route())
          .setAttribute(Names.HTTP_STATUS, (long) refused.status()).setAttribute(Names.ERROR, Integer.toString(refused.status()))
          .setAttribute(Names.TRANSPORT, Names.TCP).setAttribute(Names.PROTOCOL, Names.HTTP)
          .setAttribute(Names.PROTOCOL_VERSION, version).setAttribute(Names.OUTCOME, "refused")
          .setAttribute(Names.REASON, refused.reason()).setStatus(StatusCode.ERROR);
      if (refused.method() != null) {
        span.setAttribute(Names.METHOD, refused.method());
      }
    }
    span.end();
  }

  @Override
  public CallTrace onWorker(WorkersCall call) {
    Span span = server(call.kind() + ' ' + call.name(), W3c.parent(call.meta()), System.nanoTime()).startSpan();
    if (span.isRecording()) {
      span.setAttribute(Names.TENANT, call.tenant()).setAttribute(Names.PLUGIN, call.plugin());
    }
    return new TracedSpan(this, span);
  }

  @Override
  public void ended(Ended ended) {
    if (ended.call().trace() instanceof TracedCall call) {
      call.ended(ended);
    }
  }
}
