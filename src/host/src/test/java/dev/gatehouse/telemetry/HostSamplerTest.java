package dev.gatehouse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Neither flag nor trace id of an unauthenticated caller decides what is sampled. */
class HostSamplerTest {

  /** Which a sampler by the trace id takes, whatever its ratio. */
  private static final String LOWEST = "00000000000000010000000000000000";
  private static final int MANY = 2_000;

  private static long sampled(Sampler sampler, Context parent) {
    Sampler ours = new HostSampler(sampler);
    return IntStream.range(0, MANY).filter(i -> ours.shouldSample(parent, LOWEST, "span", SpanKind.SERVER, Attributes.empty(), List.of())
        .getDecision() == SamplingDecision.RECORD_AND_SAMPLE).count();
  }

  private static Context parent(TraceFlags flags) {
    return Context.root().with(Span.wrap(SpanContext.createFromRemoteParent(LOWEST, "00f067aa0ba902b7", flags, TraceState.getDefault())));
  }

  @Test
  void a_caller_with_a_key_decides() {
    Sampler usual = Sampler.parentBased(Sampler.alwaysOff());
    assertThat(sampled(usual, parent(TraceFlags.getSampled()))).isEqualTo(MANY);
    assertThat(sampled(usual, parent(TraceFlags.getDefault()))).isZero();
  }

  @Test
  void a_step_follows_its_call_whatever_the_sampler() {
    assertThat(sampled(Sampler.alwaysOff(), step(TraceFlags.getSampled()))).isEqualTo(MANY);
    assertThat(sampled(Sampler.traceIdRatioBased(0.01), step(TraceFlags.getDefault()))).isZero();
  }

  private static Context step(TraceFlags flags) {
    return Context.root().with(Span.wrap(SpanContext.create(LOWEST, "00f067aa0ba902b7", flags, TraceState.getDefault())));
  }

  @Test
  void a_tenant_decides_up_to_a_bound() {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    CallerFlags flags = new CallerFlags(now::get);
    Sampler off = Sampler.parentBased(Sampler.alwaysOff());
    Context asks = HostSampler.caller(parent(TraceFlags.getSampled()), flags.of("demo"));
    assertThat(sampled(off, HostSampler.caller(parent(TraceFlags.getDefault()), flags.of("demo")))).as("takes no token").isZero();
    assertThat(sampled(off, asks)).isEqualTo(CallerFlags.MOST);
    assertThat(sampled(off, asks)).isZero();
    assertThat(sampled(off, HostSampler.caller(parent(TraceFlags.getSampled()), flags.of("shop")))).isEqualTo(CallerFlags.MOST);
    assertThat(sampled(Sampler.parentBased(Sampler.alwaysOn()), asks)).as("the host's own ratio decides").isEqualTo(MANY);
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(200));
    assertThat(sampled(off, asks)).isEqualTo(CallerFlags.MOST / 5);
    now.addAndGet(TimeUnit.HOURS.toNanos(1));
    assertThat(sampled(off, asks)).as("at once").isEqualTo(CallerFlags.MOST);
  }

  @Test
  void an_unauthenticated_caller_does_not() {
    Context forced = HostSampler.unauthenticated(parent(TraceFlags.getSampled()));
    assertThat(sampled(Sampler.parentBased(Sampler.alwaysOff()), forced)).isZero();
    assertThat(sampled(Sampler.parentBased(Sampler.alwaysOn()), HostSampler.unauthenticated(parent(TraceFlags.getDefault()))))
        .isEqualTo(MANY);
    assertThat(sampled(Sampler.traceIdRatioBased(0.01), parent(TraceFlags.getSampled()))).isEqualTo(MANY);
    assertThat(sampled(Sampler.traceIdRatioBased(0.01), forced)).isLessThan(MANY / 4);
  }
}
