package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.McpCall;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.mcp.Methods;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcError;
import java.util.HashMap;
import java.util.Map;

/** The methods that only this era has, answered from the session alone: the handshake, ping, the log level, subscriptions. */
final class SessionMethods {

  static final String INITIALIZE = "initialize";

  /** What a session keeps of its client's words; anybody's real ones are a fraction of it. In characters. */
  private static final int LONGEST_CAPABILITIES = 16 * 1024;

  private final Methods methods;
  private final ServerIdentity identity;
  private final Map<String, Method> table = new HashMap<>();

  /** One of them. */
  @FunctionalInterface
  interface Method {
    ObjectNode handle(Session session, Inbound in, ObjectNode params);
  }

  SessionMethods(Methods methods, ServerIdentity identity) {
    this.methods = methods;
    this.identity = identity;
    table.put(INITIALIZE, this::initialize);
    table.put("ping", (session, in, params) -> Json.object());
    table.put("logging/setLevel", SessionMethods::setLevel);
    table.put("resources/subscribe", SessionMethods::subscribe);
    table.put("resources/unsubscribe", SessionMethods::unsubscribe);
  }

  /** The method of that name, or null. */
  Method find(String name) {
    return table.get(name);
  }

  /** Agrees to the revision asked for when this era has it, else offers its newest. */
  private ObjectNode initialize(Session session, Inbound in, ObjectNode params) {
    String asked = params.path("protocolVersion").textValue();
    if (asked == null) {
      throw new McpException(200, RpcError.INVALID_PARAMS, "'params.protocolVersion' must be a string. " + Revision.served(),
          Revision.supported());
    }
    Revision revision = Revision.of(asked);
    Revision agreed = revision != null && revision.isLegacy() ? revision : Revision.V2025_11_25;
    session.initialized(agreed, capabilities(params));
    ObjectNode result = Json.object().put("protocolVersion", agreed.date());
    result.set("capabilities", methods.capabilities(in.tenant(), agreed));
    result.set("serverInfo", identity.json());
    return result;
  }

  private static ObjectNode capabilities(ObjectNode params) {
    if (!(params.get("capabilities") instanceof ObjectNode capabilities)) {
      return Json.object();
    }
    if (capabilities.toString().length() > LONGEST_CAPABILITIES) {
      throw McpException.invalidParams("'params.capabilities' has more than " + LONGEST_CAPABILITIES + " characters");
    }
    return capabilities;
  }

  private static ObjectNode setLevel(Session session, Inbound in, ObjectNode params) {
    session.level(LogLevel.of(text(params, "level")));
    return Json.object();
  }

  private static ObjectNode subscribe(Session session, Inbound in, ObjectNode params) {
    ResourceUri uri = McpCall.uri(text(params, "uri"), "uri");
    if (!in.principal().grants().resource(uri).allowed()) {
      throw McpErrors.forbidden("read resource", uri.text());
    }
    if (!session.subscriptions().add(uri)) {
      throw McpException.invalidParams("this session has subscribed to as many resources as it may");
    }
    return Json.object();
  }

  private static ObjectNode unsubscribe(Session session, Inbound in, ObjectNode params) {
    session.subscriptions().remove(McpCall.uri(text(params, "uri"), "uri"));
    return Json.object();
  }

  private static String text(ObjectNode params, String name) {
    String value = params.path(name).textValue();
    if (value == null) {
      throw McpException.invalidParams("'params." + name + "' must be a string");
    }
    return value;
  }
}
