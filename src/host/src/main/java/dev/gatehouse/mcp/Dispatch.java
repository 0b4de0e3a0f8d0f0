package dev.gatehouse.mcp;

import dev.gatehouse.feature.DeclinedException;
import dev.gatehouse.feature.FaultException;
import dev.gatehouse.feature.Served;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Deadline;
import java.time.Instant;

/** What every call of a plugin has in common: who calls, until when, and how its failures are told. */
final class Dispatch {

  private Dispatch() {
  }

  static Caller caller(McpCall call) {
    return new Caller(call.principal().tenant(), call.principal().keyId(), call.principal().owner());
  }

  static Deadline deadline(Served entry) {
    return new Deadline(Instant.now().plus(entry.timeout()));
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
