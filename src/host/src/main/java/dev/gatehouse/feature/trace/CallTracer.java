package dev.gatehouse.feature.trace;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Traces requests and calls. Thread-safe. */
public interface CallTracer {

  /** Traces nothing. */
  CallTracer NONE = new CallTracer() {
  };

  /**
   * A request has arrived.
   *
   * @param version of HTTP: {@code 1.1}
   */
  default RequestTrace arrived(String version) {
    return RequestTrace.NONE;
  }

  /** An edge has sent a call to this worker. */
  default CallTrace onWorker(WorkersCall call) {
    return CallTrace.NONE;
  }

  /**
   * A call that a worker runs for an edge.
   *
   * @param tenant whose it is
   * @param plugin which plugin serves it
   * @param kind what is called: {@code tool}
   * @param name its name
   * @param meta the {@code _meta} that the edge sent, with its trace context
   */
  record WorkersCall(String tenant, String plugin, String kind, String name, ObjectNode meta) {
  }
}
