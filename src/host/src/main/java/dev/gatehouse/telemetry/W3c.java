package dev.gatehouse.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.spi.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes trace contexts.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>, and SEP-414, which puts its two fields and {@code baggage} into
 *     {@code _meta}
 */
final class W3c {

  private static final String PARENT = "traceparent";
  private static final String STATE = "tracestate";
  private static final String BAGGAGE = "baggage";
  /** The length that everybody must pass on (section 3.3.1.5); what is longer is not taken. */
  private static final int LONGEST_STATE = 512;
  private static final W3CTraceContextPropagator FORMAT = W3CTraceContextPropagator.getInstance();

  /** What a caller has sent. */
  private record Sent(String parent, @Nullable String state) {
  }

  private static final TextMapGetter<Sent> GETTER = new TextMapGetter<>() {
    @Override
    public @Nullable String get(@Nullable Sent sent, String key) {
      return sent == null ? null : key.equals(PARENT) ? sent.parent() : key.equals(STATE) ? sent.state() : null;
    }
  };

  private W3c() {
  }

  /** The caller's context: that of {@code _meta}, else that of the headers, else none. What is malformed counts as none. */
  static Context parent(JsonNode meta, Function<String, List<String>> headers) {
    Context parent = parent(meta);
    return parent == Context.root() ? parent(headers) : parent;
  }

  /** The context in {@code _meta}. */
  static Context parent(JsonNode meta) {
    return read(meta.path(PARENT).textValue(), meta.path(STATE).textValue());
  }

  /** The context in the headers. A parent that is sent twice is none (section 3.2). */
  static Context parent(Function<String, List<String>> headers) {
    List<String> parent = headers.apply(PARENT);
    return parent.size() == 1 ? read(parent.get(0), String.join(",", headers.apply(STATE))) : Context.root();
  }

  private static Context read(@Nullable String parent, @Nullable String state) {
    if (parent == null) {
      return Context.root();
    }
    String taken = state == null || state.isEmpty() || state.length() > LONGEST_STATE ? null : state;
    Context context = FORMAT.extract(Context.root(), new Sent(parent, taken), GETTER);
    return Span.fromContext(context).getSpanContext().isValid() ? context : Context.root();
  }

  /** For a plugin, with the baggage that the caller sent. */
  static TraceContext handedOn(SpanContext span, ObjectNode meta) {
    Map<String, String> fields = fields(span);
    return new TraceContext(fields.get(PARENT), fields.get(STATE), meta.path(BAGGAGE).textValue());
  }

  /** A copy with this context in the place of the caller's. What its members hold is shared. */
  static ObjectNode meta(SpanContext span, ObjectNode meta) {
    ObjectNode copy = meta.objectNode().setAll(meta);
    copy.remove(STATE);
    fields(span).forEach(copy::put);
    return copy;
  }

  private static Map<String, String> fields(SpanContext span) {
    Map<String, String> fields = new HashMap<>();
    FORMAT.inject(Context.root().with(Span.wrap(span)), fields, (to, key, value) -> fields.put(key, value));
    return fields;
  }
}
