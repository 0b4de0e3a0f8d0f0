package dev.gatehouse.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.mcp.OffLoopJson;
import dev.gatehouse.mcp.Outlet;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonNumbers;
import dev.gatehouse.rpc.NumberRangeException;
import dev.gatehouse.rpc.RpcError;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads parts of HTTP requests. */
final class Requests {

  /** The media type in any case, with or without parameters; not one that merely begins like it. */
  private static final Pattern JSON = Pattern.compile("\\s*application/json\\s*(;|$)", Pattern.CASE_INSENSITIVE);

  /** How the mapper says it. A name that long is no typing error. */
  private static final Pattern TWICE = Pattern.compile("Duplicate field '([^']{1,100})'");

  private Requests() {
  }

  /**
   * The request as the protocol takes it.
   *
   * @param gone cancelled when its client goes away
   * @param outlet where messages go that precede the answer
   * @return the request; fails with {@link McpException}, 400 when the body is not JSON, 415 when it does not even claim to be
   */
  static Future<Inbound> inbound(RoutingContext rc, CallCancellation gone, Outlet outlet) {
    String type = rc.request().getHeader("Content-Type");
    if (type == null || !JSON.matcher(type).lookingAt()) {
      return Future.failedFuture(new McpException(415, 415, "The Content-Type header must be application/json.", null));
    }
    return body(rc).map(body -> new Inbound(body, rc.request().headers()::getAll, rc.get(Principal.KEY), rc.get(TenantHandler.KEY), gone,
        outlet, RequestMemory.of(rc)));
  }

  private static Future<JsonNode> body(RoutingContext rc) {
    Buffer buffer = BodyReader.take(rc);
    if (buffer.length() > OffLoopJson.LONG) {
      return OffLoopJson.run(rc.vertx(), rc.<Principal>get(Principal.KEY).tenant(), () -> read(rc, buffer));
    }
    try {
      return Future.succeededFuture(read(rc, buffer));
    } catch (McpException e) {
      return Future.failedFuture(e);
    }
  }

  private static JsonNode read(RoutingContext rc, Buffer buffer) {
    RequestMemory.count(rc, buffer);
    try {
      return Json.read(buffer);
    } catch (JacksonException e) {
      // Not its whole message: that quotes the body.
      throw unreadable(reason(e) + (e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr()
          + ", column " + e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw unreadable("is not one JSON document: " + e.getMessage());
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
