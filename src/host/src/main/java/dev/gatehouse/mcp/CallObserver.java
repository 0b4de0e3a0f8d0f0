package dev.gatehouse.mcp;

import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.feature.Entry;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Observes calls of features: the audit log, the metrics. Called by any thread; returns at once and never fails. */
@FunctionalInterface
public interface CallObserver {

  /** A call has arrived. {@link #ended} is called once for it, with the same objects. */
  default void began(McpCall call, McpRequest.OfFeature request) {
  }

  /**
   * A limit has refused it; it ends by that.
   *
   * @param scope whose limit
   * @param limit which one, in a word that is fixed in the program: {@code rate}, {@code tool_rate}, {@code quota}, {@code concurrency}
   */
  default void limited(McpCall call, Scope scope, String limit) {
    // For those who tell limits apart.
  }

  /** It has ended, whether it ran or was refused. */
  void ended(Ended ended);

  /** The one that enters every call in the audit log. */
  static CallObserver audit(Ledger ledger) {
    return ended -> ledger.record(ended.entry());
  }

  /**
   * A call that has ended.
   *
   * @param served what served it; null when nothing did; a tool that exists also when the call was refused
   * @param label the reason as one of few words that are fixed in the program, or null
   * @param reason the reason for the audit, or null
   * @param nanos how long it took
   */
  record Ended(McpCall call, McpRequest.OfFeature request, @Nullable Entry served, Outcome outcome, @Nullable String label,
      @Nullable String reason, long nanos) {

    /** The same as an entry of the audit log. */
    private Ledger.Entry entry() {
      Principal principal = call.principal();
      return new Ledger.Entry(Instant.now(), principal.tenant(), principal.account(), principal.displayId(), principal.owner(),
          request.use(), request.subject(), servedName(), outcome, reason, TimeUnit.NANOSECONDS.toMillis(nanos), call.requestId(),
          principal.policy(), principal.issued());
    }

    /** What usage is counted under. A template serves any number of URIs, which must not become as many fields. */
    private @Nullable String servedName() {
      if (!(request instanceof McpRequest.Read)) {
        return request.subject();
      }
      return served == null ? null : served.key().name();
    }
  }
}
