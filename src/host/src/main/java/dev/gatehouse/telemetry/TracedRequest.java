package dev.gatehouse.telemetry;

import dev.gatehouse.feature.trace.CallTrace;
import dev.gatehouse.feature.trace.IncomingCall;
import dev.gatehouse.feature.trace.RefusedRequest;
import dev.gatehouse.feature.trace.RequestTrace;
import java.util.ArrayList;
import java.util.List;

/** One HTTP request: when it arrived and was admitted, and the calls that it has brought. */
final class TracedRequest implements RequestTrace {

  private final Tracing tracing;
  private final String version;
  private final long arrived = System.nanoTime();
  private long admitted = arrived;
  private List<TracedCall> calls = List.of();

  TracedRequest(Tracing tracing, String version) {
    this.tracing = tracing;
    this.version = version;
  }

  @Override
  public void admitted() {
    admitted = System.nanoTime();
  }

  @Override
  public void refused(RefusedRequest refused) {
    tracing.refused(refused, version, arrived);
  }

  @Override
  public CallTrace call(IncomingCall incoming) {
    TracedCall call = new TracedCall(tracing, incoming, version, arrived, admitted);
    if (calls.isEmpty()) {
      calls = List.of(call);
    } else {
      calls = new ArrayList<>(calls);
      calls.add(call);
    }
    return call;
  }

  @Override
  public void written() {
    List<TracedCall> over = calls;
    calls = List.of();
    over.forEach(TracedCall::end);
  }
}
