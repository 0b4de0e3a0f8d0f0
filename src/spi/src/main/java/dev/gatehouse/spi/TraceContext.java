package dev.gatehouse.spi;

/**
 * The caller's trace (W3C Trace Context and Baggage), to be passed on to what the plugin calls. Declare a parameter of this type.
 *
 * @param traceparent the trace and the span, or null
 * @param tracestate what tracing systems add, or null
 * @param baggage what the caller wants passed on, or null
 */
public record TraceContext(String traceparent, String tracestate, String baggage) {
}
