package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcNotification;

/** The notifications that are the same in every revision. */
public final class Notifications {

  private Notifications() {
  }

  /** {@code notifications/progress}; total and message may be null. */
  public static RpcNotification progress(JsonNode token, double progress, Double total, String message) {
    ObjectNode params = Json.object();
    params.set("progressToken", token);
    params.put("progress", progress);
    if (total != null) {
      params.put("total", total);
    }
    if (message != null) {
      params.put("message", message);
    }
    return new RpcNotification("notifications/progress", params);
  }

  /** {@code notifications/message}; the logger may be null. */
  public static RpcNotification message(LogLevel level, String logger, JsonNode data) {
    ObjectNode params = Json.object().put("level", level.wire());
    if (logger != null) {
      params.put("logger", logger);
    }
    params.set("data", data);
    return new RpcNotification("notifications/message", params);
  }
}
