package dev.gatehouse.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.LiveRights;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.mcp.Notifications;
import dev.gatehouse.mcp.Outlet;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcNotification;
import dev.gatehouse.rpc.RpcRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The streams of {@code subscriptions/listen} (specification 2026-07-28): each gets what it asked for and nothing else, of its own
 * tenant only, marked with its request's id. No state outlives a stream.
 */
public final class Subscriptions implements Changes {

  private static final String SUBSCRIPTION_KEY = "io.modelcontextprotocol/subscriptionId";
  private static final String TOOLS = "toolsListChanged";
  private static final String PROMPTS = "promptsListChanged";
  private static final String RESOURCES = "resourcesListChanged";
  private static final String URIS = "resourceSubscriptions";
  private static final Map<Kind, String> FILTERS =
      Map.of(Kind.TOOL, TOOLS, Kind.PROMPT, PROMPTS, Kind.RESOURCE, RESOURCES);
  /** Of one stream; a client that names more is told which were taken. */
  private static final int MOST_URIS = 1_000;
  /** Of one key, on this host; without a key, of one address. Each may keep a lot of what its client does not read. */
  private static final int MOST_STREAMS = 200;

  /** A stream with its connection's buffers, and a URI of one without its characters, in bytes. */
  private static final long STREAM_FOOTPRINT = 12 * 1024;
  private static final long URI_FOOTPRINT = 512;

  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

  private record Stream(Principal principal, LiveRights rights, RpcId id, Set<Kind> changes, Set<ResourceUri> uris, Outlet outlet,
      Promise<ObjectNode> ended) {

    void send(RpcNotification notification) {
      notification.params().withObjectProperty(ModernWire.META).set(SUBSCRIPTION_KEY, id.json());
      outlet.send(notification);
    }

    /** About what the host holds for it, in bytes. */
    long footprint() {
      return STREAM_FOOTPRINT + uris.stream().mapToLong(uri -> URI_FOOTPRINT + 4L * uri.text().length()).sum();
    }

    boolean isOf(Principal other) {
      return principal.tenant().equals(other.tenant()) && principal.line().equals(other.line());
    }

    ObjectNode farewell() {
      ObjectNode result = Json.object();
      result.withObjectProperty(ModernWire.META).set(SUBSCRIPTION_KEY, id.json());
      return result;
    }
  }

  /**
   * Opens a stream: acknowledges first, then notifies until it ends.
   *
   * @param rights what its caller may read, at each moment
   * @return the result with which it ends
   */
  Future<ObjectNode> listen(Inbound in, RpcRequest request, LiveRights rights) {
    if (!(request.params().get("notifications") instanceof ObjectNode wanted)) {
      throw McpException.invalidParams("'params.notifications' must be an object");
    }
    if (streams.stream().filter(stream -> stream.isOf(in.principal())).count() >= MOST_STREAMS) {
      throw McpErrors.tooManyStreams(MOST_STREAMS);
    }
    Stream stream = new Stream(in.principal(), rights, request.id(), changes(wanted), uris(wanted, rights), in.outlet(),
        Promise.promise());
    if (!in.memory().tryResize(stream.footprint())) {
      throw McpErrors.outOfMemory(in.memory().budget().most());
    }
    in.outlet().stream();
    stream.send(Notifications.acknowledged(honoured(stream)));
    streams.add(stream);
    in.cancellation().onCancel(() -> end(stream));
    return stream.ended().future();
  }

  private static Set<Kind> changes(ObjectNode wanted) {
    Set<Kind> changes = new HashSet<>();
    FILTERS.forEach((change, name) -> {
      if (wanted.path(name).asBoolean(false)) {
        changes.add(change);
      }
    });
    return Set.copyOf(changes);
  }

  /** What cannot be read is left out, as what the key may not read is: the client is told which were taken. */
  private static Set<ResourceUri> uris(ObjectNode wanted, LiveRights rights) {
    Set<ResourceUri> uris = new HashSet<>();
    for (JsonNode text : wanted.path(URIS)) {
      ResourceUri uri = text.isTextual() && uris.size() < MOST_URIS ? ResourceUri.orNull(text.textValue()) : null;
      if (uri != null && rights.mayRead(uri)) {
        uris.add(uri);
      }
    }
    return Set.copyOf(uris);
  }

  private static ObjectNode honoured(Stream stream) {
    ObjectNode json = Json.object();
    stream.changes().forEach(change -> json.put(FILTERS.get(change), true));
    if (!stream.uris().isEmpty()) {
      ArrayNode uris = json.putArray(URIS);
      stream.uris().forEach(uri -> uris.add(uri.text()));
    }
    return json;
  }

  @Override
  public void listChanged(String tenant, Kind kind) {
    streams.stream()
        .filter(stream -> stream.principal().tenant().equals(tenant) && stream.changes().contains(kind))
        .forEach(stream -> stream.send(Notifications.listChanged(kind)));
  }

  @Override
  public void resourceUpdated(String tenant, ResourceUri uri) {
    streams.stream()
        .filter(stream -> stream.principal().tenant().equals(tenant) && stream.uris().contains(uri) && stream.rights().mayRead(uri))
        .forEach(stream -> stream.send(Notifications.resourceUpdated(uri)));
  }

  /** Ends all streams with their result. */
  public void closeAll() {
    streams.forEach(this::end);
  }

  private void end(Stream stream) {
    streams.remove(stream);
    stream.ended().tryComplete(stream.farewell());
  }

  /** How many are open. */
  public int size() {
    return streams.size();
  }
}
