package dev.gatehouse.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

  private final Map<String, Set<Stream>> byTenant = new ConcurrentHashMap<>();
  private final Map<Holder, Integer> perHolder = new ConcurrentHashMap<>();

  /** Whose streams are counted together: a rotation chain of keys of a tenant, or an address. */
  private record Holder(String tenant, String line) {
  }

  /** Compared by identity. */
  private static final class Stream {

    private final Holder holder;
    private final String key;
    private final Instant since = Instant.now();
    private final LiveRights rights;
    private final RpcId id;
    private final Set<Kind> changes;
    private final Set<ResourceUri> uris;
    private final Outlet outlet;
    private final Promise<ObjectNode> ended = Promise.promise();

    Stream(Holder holder, String key, LiveRights rights, RpcId id, Set<Kind> changes, Set<ResourceUri> uris, Outlet outlet) {
      this.holder = holder;
      this.key = key;
      this.rights = rights;
      this.id = id;
      this.changes = changes;
      this.uris = uris;
      this.outlet = outlet;
    }

    void send(RpcNotification notification) {
      notification.params().withObjectProperty(ModernWire.META).set(SUBSCRIPTION_KEY, id.json());
      outlet.send(notification);
    }

    OpenSubscription shown() {
      return new OpenSubscription(holder.tenant(), key, since, changes.stream().map(FILTERS::get).sorted().toList(), uris.size());
    }

    /** About what the host holds for it, in bytes. */
    long footprint() {
      return STREAM_FOOTPRINT + uris.stream().mapToLong(uri -> URI_FOOTPRINT + 4L * uri.text().length()).sum();
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
    Holder holder = new Holder(in.principal().tenant(), in.principal().line());
    Stream stream =
        new Stream(holder, in.principal().displayId(), rights, request.id(), changes(wanted), uris(wanted, rights), in.outlet());
    if (perHolder.merge(holder, 1, Integer::sum) > MOST_STREAMS) {
      leave(holder);
      throw McpErrors.tooManyStreams(MOST_STREAMS);
    }
    if (!in.memory().tryResize(stream.footprint())) {
      leave(holder);
      throw McpErrors.outOfMemory(in.memory().budget().most());
    }
    in.outlet().stream();
    stream.send(Notifications.acknowledged(honoured(stream)));
    byTenant.compute(holder.tenant(), (tenant, all) -> {
      Set<Stream> its = all == null ? ConcurrentHashMap.newKeySet() : all;
      its.add(stream);
      return its;
    });
    in.cancellation().onCancel(() -> end(stream));
    return stream.ended.future();
  }

  private void leave(Holder holder) {
    perHolder.computeIfPresent(holder, (same, count) -> count == 1 ? null : count - 1);
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
    stream.changes.forEach(change -> json.put(FILTERS.get(change), true));
    if (!stream.uris.isEmpty()) {
      ArrayNode uris = json.putArray(URIS);
      stream.uris.forEach(uri -> uris.add(uri.text()));
    }
    return json;
  }

  @Override
  public void listChanged(String tenant, Kind kind) {
    of(tenant).stream().filter(stream -> stream.changes.contains(kind)).forEach(stream -> stream.send(Notifications.listChanged(kind)));
  }

  @Override
  public void resourceUpdated(String tenant, ResourceUri uri) {
    of(tenant).stream().filter(stream -> stream.uris.contains(uri) && stream.rights.mayRead(uri))
        .forEach(stream -> stream.send(Notifications.resourceUpdated(uri)));
  }

  private Set<Stream> of(String tenant) {
    return byTenant.getOrDefault(tenant, Set.of());
  }

  /** Ends all streams with their result. */
  public void closeAll() {
    byTenant.values().forEach(all -> all.forEach(this::end));
  }

  private void end(Stream stream) {
    byTenant.computeIfPresent(stream.holder.tenant(), (tenant, all) -> {
      if (all.remove(stream)) {
        leave(stream.holder);
      }
      return all.isEmpty() ? null : all;
    });
    stream.ended.tryComplete(stream.farewell());
  }

  /** Some of the open ones, of one tenant or of all. */
  public List<OpenSubscription> open(@Nullable String tenant, int most) {
    return byTenant.entrySet().stream().filter(its -> tenant == null || its.getKey().equals(tenant))
        .flatMap(its -> its.getValue().stream()).limit(most).map(Stream::shown).toList();
  }

  /** How many are open. */
  public int size() {
    return size(tenant -> true);
  }

  /** How many of these tenants are open. */
  public int size(Predicate<String> tenants) {
    return byTenant.entrySet().stream().filter(its -> tenants.test(its.getKey())).mapToInt(its -> its.getValue().size()).sum();
  }

  /** How many tenants and keys have some open. */
  int holders() {
    return byTenant.size() + perHolder.size();
  }
}
