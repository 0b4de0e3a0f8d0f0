package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.rpc.RpcException;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcMessage;
import dev.gatehouse.rpc.RpcNotification;
import dev.gatehouse.rpc.RpcRequest;
import dev.gatehouse.rpc.RpcResponse;
import dev.gatehouse.tool.ClientChannel;
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

  /** A mirrored header is missing, malformed, or differs from the body. */
  static final int HEADER_MISMATCH = -32020;
  /** The version is not served. */
  static final int UNSUPPORTED_VERSION = -32022;

  static final String META = "_meta";
  static final String VERSION_KEY = "io.modelcontextprotocol/protocolVersion";
  private static final String CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";
  private static final String SERVER_INFO_KEY = "io.modelcontextprotocol/serverInfo";
  static final String VERSION_HEADER = "MCP-Protocol-Version";
  private static final String METHOD_HEADER = "Mcp-Method";
  private static final String NAME_HEADER = "Mcp-Name";
  private static final String DISCOVER = "server/discover";

  /** Which parameter {@code Mcp-Name} mirrors, by method. */
  private static final Map<String, String> NAMED = Map.of("tools/call", "name");
  /** Results that a client may keep (specification, caching). */
  private static final Set<String> CACHEABLE = Set.of(DISCOVER, "tools/list");

  private static final Logger LOG = LoggerFactory.getLogger(ModernWire.class);

  private final Methods methods;
  private final ServerIdentity identity;

  /** Serves these methods under this name. */
  public ModernWire(Methods methods, ServerIdentity identity) {
    this.methods = methods;
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
    String header = in.header(VERSION_HEADER);
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
      validate(in, request);
      if (request.method().equals(DISCOVER)) {
        return Future.succeededFuture(success(request, discover(), Map.of()));
      }
      McpMethod method = method(request);
      validateName(in, request);
      return Methods.call(method, new McpCall(in.principal(), in.tenant(), request.params(), in.cancellation(), ClientChannel.NONE,
          request.id().json().asText()))
          .map(result -> success(request, ResultJson.of(result), result.headers()))
          .otherwise(failure -> failure(request.id(), failure));
    } catch (McpException refusal) {
      return Future.succeededFuture(failure(request.id(), refusal));
    }
  }

  /** In the order of the specification's server checks, so that the first thing wrong is the one that is told. */
  private static void validate(Inbound in, RpcRequest request) {
    String header = in.header(VERSION_HEADER);
    if (header == null) {
      throw mismatch("the " + VERSION_HEADER + " header is missing");
    }
    JsonNode meta = request.params().path(META);
    String version = meta.path(VERSION_KEY).textValue();
    if (version == null) {
      throw badMeta("'params._meta' must have the string '" + VERSION_KEY + "'");
    }
    if (!meta.path(CAPABILITIES_KEY).isObject()) {
      throw badMeta("'params._meta' must have the object '" + CAPABILITIES_KEY + "'");
    }
    if (!header.equals(version)) {
      throw mismatch(VERSION_HEADER + " '" + header + "' does not match the body's '" + version + "'");
    }
    if (!version.equals(Revision.V2026_07_28.date())) {
      throw unsupported(version);
    }
    String method = in.header(METHOD_HEADER);
    if (!request.method().equals(method)) {
      throw mismatch(method == null
          ? "the " + METHOD_HEADER + " header is missing"
          : METHOD_HEADER + " '" + method + "' does not match the body's '" + request.method() + "'");
    }
  }

  private McpMethod method(RpcRequest request) {
    McpMethod method = methods.find(request.method());
    if (method == null) {
      throw new McpException(404, RpcError.METHOD_NOT_FOUND, "Method not found: '" + request.method() + "'", null);
    }
    return method;
  }

  private static void validateName(Inbound in, RpcRequest request) {
    String parameter = NAMED.get(request.method());
    if (parameter == null) {
      return;
    }
    String header = in.header(NAME_HEADER);
    if (header == null) {
      throw mismatch("the " + NAME_HEADER + " header is missing");
    }
    String name = HeaderValue.decode(header);
    if (name == null) {
      throw mismatch(NAME_HEADER + " is neither plain text nor well-formed base64");
    }
    JsonNode value = request.params().path(parameter);
    if (value.isTextual() && !name.equals(value.textValue())) {
      throw mismatch(NAME_HEADER + " '" + name + "' does not match the body's '" + value.textValue() + "'");
    }
  }

  private static McpException mismatch(String what) {
    return new McpException(400, HEADER_MISMATCH, "Header mismatch: " + what, null);
  }

  private static McpException badMeta(String what) {
    return new McpException(400, RpcError.INVALID_PARAMS, "Invalid params: " + what, null);
  }

  private static McpException unsupported(String version) {
    ObjectNode data = Json.object();
    ArrayNode supported = data.putArray("supported");
    Revision.dates().forEach(supported::add);
    data.put("requested", version);
    return new McpException(400, UNSUPPORTED_VERSION, "Unsupported protocol version: '" + version + "'", data);
  }

  private ObjectNode discover() {
    ObjectNode json = Json.object();
    ArrayNode versions = json.putArray("supportedVersions");
    Revision.dates().forEach(versions::add);
    json.putObject("capabilities").putObject("tools");
    return json;
  }

  private Answer success(RpcRequest request, ObjectNode result, Map<String, String> headers) {
    result.put("resultType", "complete");
    if (CACHEABLE.contains(request.method())) {
      // What a list holds depends on the key, and may change at any moment.
      result.put("ttlMs", 0).put("cacheScope", "private");
    }
    result.withObjectProperty(META).set(SERVER_INFO_KEY, identity.json());
    return new Answer(200, headers, RpcCodec.write(RpcResponse.of(request.id(), result)));
  }

  private static Answer failure(RpcId id, Throwable failure) {
    if (failure instanceof McpException refusal) {
      return new Answer(refusal.status(), refusal.headers(), RpcCodec.write(RpcResponse.of(id, refusal.error())));
    }
    if (failure instanceof RpcException malformed) {
      return new Answer(400, Map.of(), RpcCodec.write(RpcResponse.of(id, malformed.error())));
    }
    LOG.error("a request failed", failure);
    return new Answer(500, Map.of(),
        RpcCodec.write(RpcResponse.of(id, RpcError.of(RpcError.INTERNAL_ERROR, "The host failed; its log says why."))));
  }
}
