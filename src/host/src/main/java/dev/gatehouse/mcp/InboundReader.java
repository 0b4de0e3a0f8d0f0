package dev.gatehouse.mcp;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.feature.loop.LongWork;
import dev.gatehouse.feature.trace.RequestTrace;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonFootprint;
import dev.gatehouse.rpc.JsonNumbers;
import dev.gatehouse.rpc.NumberRangeException;
import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.tenant.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the messages of one sender. It knows nothing of the transport that brought them.
 *
 * @param vertx reads long messages off the event loop
 * @param headers gives the values of a header, as they were sent, by its name in any case
 * @param principal who sends
 * @param tenant the principal's tenant
 * @param trace the trace of the request that brings them
 */
public record InboundReader(Vertx vertx, Function<String, List<String>> headers, Principal principal, Tenant tenant,
    RequestTrace trace) {

  /** How the mapper says it. A name that long is no typing error. */
  private static final Pattern TWICE = Pattern.compile("Duplicate field '([^']{1,100})'");

  /**
   * Reads one message.
   *
   * @param memory what the message holds of its tenant's byte budget; resized to hold its tree too
   * @param gone cancelled when its client goes away
   * @param outlet where messages go that precede the answer
   * @return the message; fails with {@link McpException}, 400 when it is not JSON, 413 or 503 when its tree does not fit
   */
  public Future<Inbound> read(Buffer bytes, MemoryLease memory, CallCancellation gone, Outlet outlet) {
    return json(bytes, memory).map(body -> new Inbound(body, headers, principal, tenant, gone, outlet, memory, trace));
  }

  private Future<JsonNode> json(Buffer bytes, MemoryLease memory) {
    if (bytes.length() > LongWork.LONG) {
      return LongWork.run(vertx, principal.tenant(), () -> json(memory, bytes));
    }
    try {
      return Future.succeededFuture(json(memory, bytes));
    } catch (McpException e) {
      return Future.failedFuture(e);
    }
  }

  private static JsonNode json(MemoryLease memory, Buffer bytes) {
    count(memory, bytes);
    try {
      return Json.read(bytes);
    } catch (JacksonException e) {
      // Not its whole message: that quotes the body.
      throw unreadable(reason(e) + (e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr()
          + ", column " + e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw unreadable("is not one JSON document: " + e.getMessage());
    }
  }

  /** Counts the tree that the bytes will become. */
  private static void count(MemoryLease memory, Buffer bytes) {
    long footprint = JsonFootprint.ofText(bytes);
    if (!memory.tryResize(footprint)) {
      long most = memory.budget().most();
      throw footprint > most ? McpErrors.tooComplex(footprint, most) : McpErrors.outOfMemory(most);
    }
  }

  private static String reason(JacksonException e) {
    if (e instanceof NumberRangeException) {
      return "has a number that is out of range (" + JsonNumbers.ALLOWED + ")";
    }
    Matcher twice = TWICE.matcher(e.getOriginalMessage());
    if (twice.lookingAt()) {
      return "has the member '" + twice.group(1) + "' twice in one object,";
    }
    return e instanceof StreamConstraintsException && e.getOriginalMessage().contains("nesting depth")
        ? "is nested more than " + Json.MAX_DEPTH + " levels deep" : "is not one JSON document";
  }

  private static McpException unreadable(String why) {
    return new McpException(400, RpcError.PARSE_ERROR, "Parse error: the body " + why, null);
  }
}
