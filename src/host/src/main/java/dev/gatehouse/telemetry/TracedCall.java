package dev.gatehouse.telemetry;

import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.feature.trace.IncomingCall;
import dev.gatehouse.mcp.CallObserver;
import dev.gatehouse.record.OneLine;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/** A call of a client: its span, and what its attributes and its place in the metric are made of when it is over. */
final class TracedCall extends TracedSpan {

  private final String method;
  private final String revision;
  private final String tenant;
  private final long arrived;
  private volatile int code;
  private volatile CallObserver.@Nullable Ended ended;

  TracedCall(Tracing tracing, IncomingCall call, String version, long arrived, long admitted) {
    super(tracing, tracing.begin(call, arrived));
    method = call.method();
    revision = call.revision();
    tenant = call.tenant();
    this.arrived = arrived;
    if (isRecorded()) {
      describe(call, version);
      tracing.step("admission", context(), arrived, admitted);
    }
  }

  private void describe(IncomingCall call, String version) {
    Span span = span().setAttribute(Names.METHOD, method).setAttribute(Names.REVISION, revision).setAttribute(Names.TENANT, tenant)
        .setAttribute(Names.REQUEST_ID, OneLine.word(Ledger.Entry.cut(call.requestId()))).setAttribute(Names.TRANSPORT, Names.TCP)
        .setAttribute(Names.PROTOCOL, Names.HTTP).setAttribute(Names.PROTOCOL_VERSION, version);
    Target.operation(method).ifPresent(operation -> span.setAttribute(Names.OPERATION, operation));
  }

  @Override
  public void failedWithCode(int code) {
    this.code = code;
  }

  /** What served it, and how it ended. */
  void ended(CallObserver.Ended how) {
    ended = how;
  }

  @Override
  void ending() {
    CallObserver.Ended how = ended;
    Target target = how == null ? null : Target.of(how.served());
    String error = error(how == null ? null : how.outcome(), code);
    tracing().durations().record(new Durations.DurationKey(tenant, method, revision, target, error, code), System.nanoTime() - arrived);
    if (isRecorded()) {
      describe(how, target, error);
    }
  }

  /** The kind of error, as the conventions have it; null for none. */
  private static @Nullable String error(@Nullable Outcome outcome, int code) {
    if (outcome == Outcome.CANCELLED) {
      return outcome.toString();
    }
    return code != 0 ? Integer.toString(code) : outcome == Outcome.ERROR ? Names.TOOL_ERROR : null;
  }

  private void describe(CallObserver.@Nullable Ended how, @Nullable Target target, @Nullable String error) {
    Span span = span();
    if (target != null) {
      span.setAttribute(target.key(), target.name()).setAttribute(Names.PLUGIN, target.plugin());
      if (target.namesSpan()) {
        span.updateName(method + ' ' + target.name());
      }
    }
    if (how != null) {
      span.setAttribute(Names.OUTCOME, how.outcome().toString());
      if (how.label() != null) {
        span.setAttribute(Names.REASON, how.label());
      }
    }
    if (code != 0) {
      span.setAttribute(Names.CODE, Integer.toString(code));
    }
    if (error != null) {
      // Without the message, which may quote what the caller has written.
      span.setAttribute(Names.ERROR, error).setStatus(StatusCode.ERROR);
    }
  }
}
