package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.mcp.Method;
import dev.gatehouse.mcp.Methods;
import dev.gatehouse.mcp.Params;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.mcp.Right;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcError;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;

/**
 * The methods that only the older revisions have, answered from the session alone: the handshake, ping, the log level, subscriptions.
 *
 * @param identity the server's identity, for the handshake
 */
record SessionMethods(ServerIdentity identity) {

  /** The maximum length of a client's capabilities, in characters; real ones are much shorter. */
  private static final int LONGEST_CAPABILITIES = 16 * 1024;

  /** Runs a method; its error is thrown, or the future's failure. */
  Future<ObjectNode> answer(Method.Legacy method, Session session, Inbound in, ObjectNode params) {
    return switch (method) {
      case INITIALIZE -> initialize(session, in, params);
      case PING -> Future.succeededFuture(Json.object());
      case LOGGING_SET_LEVEL -> setLevel(session, params);
      case RESOURCES_SUBSCRIBE -> subscribe(session, in, params);
      case RESOURCES_UNSUBSCRIBE -> session.unsubscribe(uri(params)).map(done -> Json.object());
    };
  }

  /**
   * What client and host agree on.
   *
   * @param capabilities the client's capabilities that the host uses
   * @param result what the client is told
   */
  record Handshake(Revision revision, ObjectNode capabilities, ObjectNode result) {
  }

  /** Negotiates the revision: the requested one when it has sessions, or else the newest one with sessions. */
  Handshake handshake(Inbound in, ObjectNode params) {
    String asked = params.path("protocolVersion").textValue();
    if (asked == null) {
      throw new McpException(200, RpcError.INVALID_PARAMS, "'params.protocolVersion' must be a string. " + Revision.served(),
          Revision.supported());
    }
    Revision revision = Revision.of(asked);
    Revision agreed = revision != null && revision.isLegacy() ? revision : Revision.V2025_11_25;
    ObjectNode capabilities = ClientCapabilities.used(capabilities(params), agreed);
    ObjectNode result = Json.object().put("protocolVersion", agreed.date());
    result.set("capabilities", Methods.capabilities(in.tenant(), agreed));
    result.set("serverInfo", identity.json());
    return new Handshake(agreed, capabilities, result);
  }

  private Future<ObjectNode> initialize(Session session, Inbound in, ObjectNode params) {
    Handshake handshake = handshake(in, params);
    return session.change(Map.of(SessionFields.REVISION, handshake.revision().date(),
        SessionFields.CAPABILITIES, handshake.capabilities().toString()), Set.of()).map(agreed -> handshake.result());
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

  private static Future<ObjectNode> setLevel(Session session, ObjectNode params) {
    LogLevel level = LogLevel.of(Params.text(params.path("level"), "level"));
    return session.change(Map.of(SessionFields.LEVEL, level.wire()), Set.of()).map(done -> Json.object());
  }

  private static Future<ObjectNode> subscribe(Session session, Inbound in, ObjectNode params) {
    ResourceUri uri = uri(params);
    McpException refusal = Right.toRead(uri, in.principal().grants()).refusal(in.principal());
    if (refusal != null) {
      throw refusal;
    }
    return session.subscribe(uri).map(subscribed -> {
      if (!subscribed) {
        throw McpException.invalidParams("this session has subscribed to as many resources as it may");
      }
      return Json.object();
    });
  }

  private static ResourceUri uri(ObjectNode params) {
    return Params.uri(Params.text(params.path("uri"), "uri"), "uri");
  }
}
