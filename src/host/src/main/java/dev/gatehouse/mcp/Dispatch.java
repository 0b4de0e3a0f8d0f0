package dev.gatehouse.mcp;

import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.DeclinedException;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.FaultException;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Deadline;
import java.time.Instant;

/** What every call of a plugin has in common: who calls, until when, and how its failures are told. */
final class Dispatch {

  private Dispatch() {
  }

  /** The call of a feature that a method makes. */
  static Call of(McpCall call, Entry entry, CallParams params) {
    return new Call(entry.key(), params, new Caller(call.principal().tenant(), call.principal().keyId(), call.principal().owner()),
        new Deadline(Instant.now().plus(entry.timeout())), new Call.Context(call.cancellation(), call.client()));
  }

  /** What the dispatcher fails with as what the caller is told; signals to the wire stay what they are. */
  static Throwable refusal(Throwable failure) {
    if (failure instanceof BusyException) {
      return McpErrors.busy(failure.getMessage());
    }
    if (failure instanceof DeclinedException) {
      return McpException.invalidParams(failure.getMessage());
    }
    return failure instanceof FaultException
        ? new McpException(200, RpcError.INTERNAL_ERROR, failure.getMessage(), null)
        : failure;
  }
}
