package dev.gatehouse.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.MissingCapabilityException;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.LiveRights;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.McpCall;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.mcp.McpMethod;
import dev.gatehouse.mcp.McpResult;
import dev.gatehouse.mcp.Methods;
import dev.gatehouse.mcp.ResultJson;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.mcp.RevocationGuard;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.rpc.RpcException;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcMessage;
import dev.gatehouse.rpc.RpcNotification;
import dev.gatehouse.rpc.RpcRequest;
import dev.gatehouse.rpc.RpcResponse;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wire of 2026-07-28: stateless, every request carries its version and capabilities in {@code _meta}, headers mirror the body,
 * errors have an HTTP status, results say their type and how long they keep.
 *
 * <p>A later revision is a class beside this one.
 */
public final class ModernWire {

  /** The client cannot do what the request needs. */
  private static final int MISSING_CAPABILITY = -32021;

  static final String META = "_meta";
  static final String VERSION_KEY = "io.modelcontextprotocol/protocolVersion";
  static final String CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";
  private static final String SERVER_INFO_KEY = "io.modelcontextprotocol/serverInfo";
  private static final String LOG_LEVEL_KEY = "io.modelcontextprotocol/logLevel";
  private static final String DISCOVER = "server/discover";
  private static final String LISTEN = "subscriptions/listen";

  /** Results that a client may keep (specification, caching). */
  private static final Set<String> CACHEABLE = Set.of(DISCOVER, "tools/list", "prompts/list", "resources/list",
      "resources/templates/list", "resources/read");

  private static final Logger LOG = LoggerFactory.getLogger(ModernWire.class);

  private final Methods methods;
  private final Subscriptions subscriptions;
  private final Rounds rounds;
  private final ServerIdentity identity;
  private final RevocationGuard keys;

  /**
   * Serves these methods.
   *
   * @param methods the table
   * @param subscriptions who listens to changes
   * @param seal protects what clients carry between rounds
   * @param identity under which name
   * @param keys ends what runs when its key does
   */
  public ModernWire(Methods methods, Subscriptions subscriptions, StateSeal seal, ServerIdentity identity, RevocationGuard keys) {
    this.keys = keys;
    this.methods = methods;
    this.subscriptions = subscriptions;
    this.rounds = new Rounds(seal, java.time.Clock.systemUTC());
    this.identity = identity;
  }

  /**
   * Whether a POST is this era's: its metadata decides, before its method. A version in the body is this era's sign; a version
   * header alone is, unless it names a revision of the other.
   */
  public static boolean recognises(Inbound in) {
    if (in.body().path("params").path(META).has(VERSION_KEY)) {
      return true;
    }
    String header = in.header(Revision.HEADER);
    Revision revision = Revision.of(header);
    return header != null && (revision == null || !revision.isLegacy());
  }

  /** Answers one POST; never fails. */
  public Future<Answer> handle(Inbound in) {
    RpcMessage message;
    try {
      message = RpcCodec.read(in.body());
    } catch (RpcException e) {
      return Future.succeededFuture(failure(RpcCodec.idOf(in.body()), e));
    }
    if (message instanceof RpcNotification) {
      return Future.succeededFuture(Answer.ACCEPTED);
    }
    if (message instanceof RpcRequest request) {
      return request(in, request);
    }
    return Future.succeededFuture(failure(null,
        new RpcException(RpcError.INVALID_REQUEST, "Invalid request: this revision has no requests that a client could answer")));
  }

  private Future<Answer> request(Inbound in, RpcRequest request) {
    try {
      ModernRequests.validate(in, request);
      if (request.method().equals(DISCOVER)) {
        return Future.succeededFuture(success(request, discover(in)));
      }
      if (request.method().equals(LISTEN)) {
        return listen(in, request);
      }
      McpMethod method = method(request);
      ModernRequests.validateName(in, request);
      validateParamHeaders(in, request);
      return call(in, request, method);
    } catch (RuntimeException failure) {
      return Future.succeededFuture(failure(request.id(), failure));
    }
  }

  /** The stream may be open for days: it keeps the request's id, and neither its body nor its parameters. */
  private Future<Answer> listen(Inbound in, RpcRequest request) {
    if (!in.outlet().canStream()) {
      throw McpErrors.noStream();
    }
    RpcId id = request.id();
    LiveRights rights = new LiveRights(in.principal());
    return keys.run(in.principal(), in.cancellation(), now -> noted(rights, now), () -> subscriptions.listen(in, request, rights))
        .map(ended -> signed(id, ended.put("resultType", "complete")))
        .otherwise(failure -> failure(id, failure));
  }

  /** Listening needs no right; updates are sent only of what may be read. */
  private static McpException noted(LiveRights rights, Principal now) {
    rights.replace(now);
    return null;
  }

  private McpMethod method(RpcRequest request) {
    McpMethod method = methods.find(request.method());
    if (method == null) {
      throw new McpException(404, RpcError.METHOD_NOT_FOUND, "Method not found: '" + request.method() + "'", null);
    }
    return method;
  }

  private static void validateParamHeaders(Inbound in, RpcRequest request) {
    String name = request.method().equals("tools/call") ? request.params().path("name").textValue() : null;
    Entry tool = name == null ? null : in.tenant().catalogue().find(name);
    if (tool == null || tool.info().headers().isEmpty()) {
      return;
    }
    // Who may not call a tool does not learn from its headers that it exists.
    if (in.principal().grants().tool(name, tool.info().readOnly()).allowed()) {
      ParamHeaderCheck.validate(in, tool.info().headers(), request.params().path("arguments"));
    }
  }

  private Future<Answer> call(Inbound in, RpcRequest request, McpMethod method) {
    ObjectNode meta = (ObjectNode) request.params().get(META);
    JsonNode level = meta.get(LOG_LEVEL_KEY);
    ModernChannel channel = new ModernChannel(in.outlet(), in.memory(), meta, level == null ? null : LogLevel.of(level.textValue()),
        rounds.open(in.principal(), request));
    McpCall call = new McpCall(in.principal(), in.tenant(), request.params(), in.cancellation(), channel,
        request.id().json().asText());
    return keys.<McpResult>run(in.principal(), in.cancellation(), now -> Methods.refusal(request.method(), call, now),
        () -> Methods.call(method, call))
        .transform(done -> Future.succeededFuture(answer(in, request, channel, done)));
  }

  /** What was asked goes before what came of the call: it was unwound, and whatever it answered then is not its answer. */
  private Answer answer(Inbound in, RpcRequest request, ModernChannel channel, AsyncResult<? extends McpResult> done) {
    channel.close();
    try {
      if (channel.asks()) {
        return inputRequired(in, request, channel);
      }
    } catch (McpException refusal) {
      return failure(request.id(), refusal);
    }
    return done.succeeded() ? success(request, done.result()) : failure(request.id(), done.cause());
  }

  private Answer inputRequired(Inbound in, RpcRequest request, ModernChannel channel) {
    ObjectNode result = Json.object().put("resultType", "input_required");
    result.set("inputRequests", channel.questions());
    if (channel.hasState()) {
      result.put("requestState", rounds.close(in.principal(), request, channel.answers(), channel.remembered()));
    }
    return signed(request.id(), result);
  }

  private ObjectNode discover(Inbound in) {
    ObjectNode json = Json.object();
    ArrayNode versions = json.putArray("supportedVersions");
    Revision.dates().forEach(versions::add);
    json.set("capabilities", methods.capabilities(in.tenant(), Revision.V2026_07_28));
    return json;
  }

  private Answer success(RpcRequest request, McpResult result) {
    Answer answer = success(request, ResultJson.of(result));
    return result.headers().isEmpty() ? answer : new Answer(answer.status(), result.headers(), answer.body());
  }

  private Answer success(RpcRequest request, ObjectNode result) {
    result.put("resultType", "complete");
    if (CACHEABLE.contains(request.method())) {
      // What a list holds depends on the key, and may change at any moment.
      result.put("ttlMs", 0).put("cacheScope", "private");
    }
    return signed(request.id(), result);
  }

  private Answer signed(RpcId id, ObjectNode result) {
    result.withObjectProperty(META).set(SERVER_INFO_KEY, identity.json());
    return Answer.ok(RpcCodec.write(RpcResponse.of(id, result)));
  }

  private static Answer failure(RpcId id, Throwable failure) {
    if (failure instanceof McpException refusal) {
      return new Answer(refusal.status(), refusal.headers(), RpcCodec.write(RpcResponse.of(id, refusal.error())));
    }
    if (failure instanceof RpcException malformed) {
      return new Answer(400, Map.of(), RpcCodec.write(RpcResponse.of(id, malformed.error())));
    }
    if (failure instanceof MissingCapabilityException missing) {
      return failure(id, missingCapability(missing.required()));
    }
    LOG.error("a request failed", failure);
    return new Answer(500, Map.of(),
        RpcCodec.write(RpcResponse.of(id, RpcError.of(RpcError.INTERNAL_ERROR, "The host failed; its log says why."))));
  }

  private static McpException missingCapability(ObjectNode required) {
    ObjectNode data = Json.object();
    data.set("requiredCapabilities", required);
    return new McpException(400, MISSING_CAPABILITY, "This call needs a client that can do more: " + names(required), data);
  }

  private static String names(ObjectNode required) {
    return String.join(", ", (Iterable<String>) required::fieldNames);
  }
}
