package dev.gatehouse.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what callers can have recorded: unauthenticated callers do not decide, and tenants only up to a rate. Otherwise the flag of
 * a trace context, or a trace id that a sampler takes, could have each request recorded. A call whose caller does not decide is sampled as
 * if it had no trace context, and stays in the trace that its caller names. The steps of a call follow the call, whatever the sampler.
 *
 * @param sampler the one that is configured
 */
record HostSampler(Sampler sampler) implements Sampler {

  private static final ContextKey<Boolean> UNAUTHENTICATED = ContextKey.named("gatehouse-unauthenticated");
  private static final ContextKey<CallerFlags.Bucket> CALLER = ContextKey.named("gatehouse-caller");
  private static final IdGenerator IDS = IdGenerator.random();

  /** The parent of the span of a request without a valid credential. */
  static Context unauthenticated(Context parent) {
    return parent.with(UNAUTHENTICATED, true);
  }

  /** The parent of the span of a caller, whose tenant has this bucket. */
  static Context caller(Context parent, CallerFlags.Bucket bucket) {
    return parent.with(CALLER, bucket);
  }

  @Override
  public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind, Attributes attributes,
      List<LinkData> links) {
    SpanContext call = Span.fromContext(parent).getSpanContext();
    if (call.isValid() && !call.isRemote()) {
      return call.isSampled() ? SamplingResult.recordAndSample() : SamplingResult.drop();
    }
    if (parent.get(UNAUTHENTICATED) != null) {
      return own(name, kind, attributes, links);
    }
    SamplingResult asked = sampler.shouldSample(parent, traceId, name, kind, attributes, links);
    CallerFlags.@Nullable Bucket bucket = parent.get(CALLER);
    return bucket == null || asked.getDecision() != SamplingDecision.RECORD_AND_SAMPLE || bucket.take() ? asked
        : own(name, kind, attributes, links);
  }

  private SamplingResult own(String name, SpanKind kind, Attributes attributes, List<LinkData> links) {
    return sampler.shouldSample(Context.root(), IDS.generateTraceId(), name, kind, attributes, links);
  }

  @Override
  public String getDescription() {
    return "HostSampler{" + sampler.getDescription() + "}";
  }
}
