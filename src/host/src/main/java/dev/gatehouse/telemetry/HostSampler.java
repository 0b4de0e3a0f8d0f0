package dev.gatehouse.telemetry;

import io.opentelemetry.api.common.Attributes;
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
 * Lets no stranger decide what is sampled, and no tenant without bound. Whoever has shown no good credential could otherwise have each of
 * its requests recorded, by the flag of its trace context, or by a trace id that a sampler takes: those are sampled as if they had neither,
 * in the trace that they name. So are the calls of a tenant whose callers ask for too many.
 *
 * @param sampler the one that is configured
 */
record HostSampler(Sampler sampler) implements Sampler {

  private static final ContextKey<Boolean> STRANGER = ContextKey.named("gatehouse-stranger");
  private static final ContextKey<CallerFlags.Bucket> CALLER = ContextKey.named("gatehouse-caller");
  private static final IdGenerator IDS = IdGenerator.random();

  /** The parent of a stranger's span. */
  static Context stranger(Context parent) {
    return parent.with(STRANGER, true);
  }

  /** The parent of the span of a caller, whose tenant has this bucket. */
  static Context caller(Context parent, CallerFlags.Bucket bucket) {
    return parent.with(CALLER, bucket);
  }

  @Override
  public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind, Attributes attributes,
      List<LinkData> links) {
    if (parent.get(STRANGER) != null) {
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
