package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcNotification;
import org.jspecify.annotations.Nullable;

/** The notifications; those of clients and of the host alike are named here. */
public final class Notifications {

  /** The client no longer waits for an answer. */
  public static final String CANCELLED = "notifications/cancelled";

  private Notifications() {
  }

  /** {@code notifications/progress}; total and message may be null. */
  public static RpcNotification progress(JsonNode token, double progress, @Nullable Double total, @Nullable String message) {
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
  public static RpcNotification message(LogLevel level, @Nullable String logger, JsonNode data) {
    ObjectNode params = Json.object().put("level", level.wire());
    if (logger != null) {
      params.put("logger", logger);
    }
    params.set("data", data);
    return new RpcNotification("notifications/message", params);
  }

  /** {@code notifications/…/list_changed}: a list of the tenant has changed. */
  public static RpcNotification listChanged(Kind kind) {
    if (kind.list() == null) {
      throw new IllegalArgumentException("there is no list of " + kind.plural());
    }
    return new RpcNotification("notifications/" + kind.capability().member() + "/list_changed", Json.object());
  }

  /** {@code notifications/resources/updated}. */
  public static RpcNotification resourceUpdated(ResourceUri uri) {
    return new RpcNotification("notifications/resources/updated", Json.object().put("uri", uri.text()));
  }

  /** {@code notifications/subscriptions/acknowledged}, of 2026-07-28: which changes a stream tells. */
  public static RpcNotification acknowledged(ObjectNode honoured) {
    ObjectNode params = Json.object();
    params.set("notifications", honoured);
    return new RpcNotification("notifications/subscriptions/acknowledged", params);
  }
}
