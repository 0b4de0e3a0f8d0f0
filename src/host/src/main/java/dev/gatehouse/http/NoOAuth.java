package dev.gatehouse.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.rpc.Json;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * Tells OAuth clients that this host takes API keys. A client that gets 401 and finds no metadata tries the default endpoints
 * (specification 2025-03-26, authorization, fallbacks), and shows its user the {@code error_description} of an OAuth error
 * response (RFC 6749 section 5.2, RFC 7591 section 3.2.2) and nothing else.
 */
final class NoOAuth implements Handler<RoutingContext> {

  /** The default endpoints, at the root or below a path. */
  static final String PATHS = "(?:/.*)?/(?:register|token|authorize)/?";

  private static final ObjectNode ERROR = Json.object().put("error", "invalid_request").put("error_description",
      "There is no OAuth here; this host takes API keys. Send yours as 'Authorization: Bearer <key>' or 'X-API-Key: <key>'."
          + " If you have sent one, it is not valid.");

  @Override
  public void handle(RoutingContext rc) {
    Reply.send(rc.response(), new Answer(404, Map.of("Cache-Control", "no-store"), () -> ERROR));
  }
}
