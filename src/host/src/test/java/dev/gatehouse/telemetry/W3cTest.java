package dev.gatehouse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trace contexts as callers send them, and as they are handed on. */
class W3cTest {

  private static final String GOOD = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String OTHER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

  private static SpanContext parent(ObjectNode meta, Map<String, List<String>> headers) {
    Context parent = W3c.parent(meta, name -> headers.getOrDefault(name, List.of()));
    return Span.fromContext(parent).getSpanContext();
  }

  @Test
  void the_message_goes_before_the_headers() {
    Map<String, List<String>> headers = Map.of("traceparent", List.of(OTHER), "tracestate", List.of("a=1", "b=2"));

    assertThat(parent(Json.object().put("traceparent", GOOD), headers).getSpanId()).isEqualTo("00f067aa0ba902b7");
    SpanContext ofHeaders = parent(Json.object().put("traceparent", 7), headers);
    assertThat(ofHeaders.getSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(ofHeaders.isSampled()).isFalse();
    assertThat(ofHeaders.getTraceState().asMap()).isEqualTo(Map.of("a", "1", "b", "2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "00-0-0-0", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01-extra"})
  void what_is_malformed_is_none(String text) {
    assertThat(parent(Json.object().put("traceparent", text), Map.of()).isValid()).isFalse();
    assertThat(parent(Json.object(), Map.of("traceparent", List.of(GOOD, GOOD))).isValid()).as("sent twice").isFalse();
  }

  @Test
  void a_state_that_is_too_long_or_malformed_is_not_taken() {
    for (String state : List.of("a=" + "x".repeat(600), "no state", "=")) {
      SpanContext taken = parent(Json.object().put("traceparent", GOOD).put("tracestate", state), Map.of());
      assertThat(taken.isValid()).isTrue();
      assertThat(taken.getTraceState().isEmpty()).isTrue();
    }
  }

  @Test
  void a_context_is_handed_on_and_the_rest_of_the_message_stays() {
    ObjectNode meta = Json.object().put("traceparent", GOOD).put("tracestate", "a=1").put("baggage", "k=v");
    ObjectNode object = meta.putObject("object");
    SpanContext span = parent(Json.object().put("traceparent", OTHER), Map.of());

    assertThat(W3c.handedOn(span, meta)).isEqualTo(new TraceContext(OTHER, null, "k=v"));
    ObjectNode copy = W3c.meta(span, meta);
    assertThat(copy.get("object")).isSameAs(object);
    copy.remove("object");
    assertThat((Object) copy).isEqualTo(Json.object().put("traceparent", OTHER).put("baggage", "k=v"));
    assertThat(meta.get("traceparent").textValue()).as("the caller's own is not changed").isEqualTo(GOOD);
  }
}
