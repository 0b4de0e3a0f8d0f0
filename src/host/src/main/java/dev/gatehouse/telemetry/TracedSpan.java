package dev.gatehouse.telemetry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.trace.CallTrace;
import dev.gatehouse.spi.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A call as a span, with a child for each of its steps if it is recorded. */
class TracedSpan implements CallTrace {

  private final Tracing tracing;
  private final Span span;
  private final Context context;
  private final boolean recorded;
  private volatile SpanContext handedOn;
  private @Nullable Span step;
  private boolean over;

  TracedSpan(Tracing tracing, Span span) {
    this.tracing = tracing;
    this.span = span;
    recorded = span.isRecording();
    context = recorded ? Context.root().with(span) : Context.root();
    handedOn = span.getSpanContext();
  }

  final Tracing tracing() {
    return tracing;
  }

  final Span span() {
    return span;
  }

  /** The parent of its steps. */
  final Context context() {
    return context;
  }

  final boolean isRecorded() {
    return recorded;
  }

  @Override
  public final void reach(Step next) {
    if (recorded) {
      enter(next);
    }
  }

  private synchronized void enter(Step next) {
    if (over) {
      return;
    }
    leave();
    Span entered = tracing.step(next.name().toLowerCase(Locale.ROOT), context);
    step = entered;
    if (next == Step.RUN) {
      handedOn = entered.getSpanContext();
    }
  }

  private void leave() {
    if (step != null) {
      step.end();
      step = null;
    }
  }

  @Override
  public void failedAs(String kind) {
    if (recorded) {
      span.setAttribute(Names.ERROR, kind).setStatus(StatusCode.ERROR);
    }
  }

  @Override
  public final void end() {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      leave();
    }
    ending();
    span.end();
  }

  /** The last chance to set attributes. */
  void ending() {
  }

  /** Also where it is not recorded: what is called must not begin a trace of its own, nor decide anew. */
  @Override
  public final TraceContext handedOn(ObjectNode meta) {
    return handedOn.isValid() ? W3c.handedOn(handedOn, meta) : CallTrace.super.handedOn(meta);
  }

  @Override
  public final ObjectNode meta(ObjectNode meta) {
    return handedOn.isValid() ? W3c.meta(handedOn, meta) : meta;
  }
}
