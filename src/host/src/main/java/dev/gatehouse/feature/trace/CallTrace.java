package dev.gatehouse.feature.trace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.spi.TraceContext;

/** The trace of one call. A call is in one {@link Step} at a time. Called by any thread; returns at once and never fails. */
public interface CallTrace {

  /** A call that is not traced. */
  CallTrace NONE = new CallTrace() {
  };

  /** What a call goes through. */
  enum Step {
    /** Its limits are charged. */
    LIMITS,
    /** It waits for a place to run in. */
    QUEUE,
    /** The plugin has it, in this process or on a worker. */
    RUN,
    /** Its answer is made and written. */
    ANSWER
  }

  /** The call enters a step, and leaves the one before. */
  default void reach(Step step) {
  }

  /** The call is answered with a JSON-RPC error of this code. */
  default void failedWithCode(int code) {
  }

  /** The call ended with an error of this kind, one of few words. */
  default void failedAs(String kind) {
  }

  /** The call is over, and its answer is written. */
  default void end() {
  }

  /**
   * The trace context for what the plugin calls: the plugin's own spans become children of the span in which it runs.
   *
   * @param meta the request's {@code _meta}; without a trace, what the caller sent there
   */
  default TraceContext handedOn(ObjectNode meta) {
    return new TraceContext(meta.path("traceparent").textValue(), meta.path("tracestate").textValue(), meta.path("baggage").textValue());
  }

  /** The {@code _meta} for the worker that runs the call: the same, or a copy with the trace context for it. */
  default ObjectNode meta(ObjectNode meta) {
    return meta;
  }
}
