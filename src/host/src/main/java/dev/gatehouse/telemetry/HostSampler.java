package dev.gatehouse.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Lets no stranger decide what is sampled. Whoever has shown no good credential could otherwise have each of its requests recorded, by the
 * flag of its trace context, or by a trace id that a sampler takes: those are sampled as if they had neither, in the trace that they name.
 *
 * @param sampler the one that is configured
 */
record HostSampler(Sampler sampler) implements Sampler {

  private static final ContextKey<Boolean> STRANGER = ContextKey.named("gatehouse-stranger");
  private static final IdGenerator IDS = IdGenerator.random();

  /** The parent of a stranger's span. */
  static Context stranger(Context parent) {
    return parent.with(STRANGER, true);
  }

  @Override
  public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind, Attributes attributes,
      List<LinkData> links) {
    return parent.get(STRANGER) == null
        ? sampler.shouldSample(parent, traceId, name, kind, attributes, links)
        : sampler.shouldSample(Context.root(), IDS.generateTraceId(), name, kind, attributes, links);
  }

  @Override
  public String getDescription() {
    return "HostSampler{" + sampler.getDescription() + "}";
  }
}
