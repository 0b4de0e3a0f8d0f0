package dev.gatehouse.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.LiveRights;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.McpCall;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.mcp.McpResult;
import dev.gatehouse.mcp.Method;
import dev.gatehouse.mcp.Methods;
import dev.gatehouse.mcp.Prepared;
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
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The wire of 2026-07-28: stateless, every request carries its version and capabilities in {@code _meta}, headers mirror the body,
 * errors have an HTTP status, results say their type and how long they keep.
 *
 * <p>A later revision is a class beside this one.
 */
public final class ModernWire {

  static final String META = "_meta";
  static final String VERSION_KEY = "io.modelcontextprotocol/protocolVersion";
  static final String CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";
  private static final String LOG_LEVEL_KEY = "io.modelcontextprotocol/logLevel";

  private final Methods methods;
  private final Subscriptions subscriptions;
  private final Rounds rounds;
  private final ModernAnswers answers;
  private final RevocationGuard keys;

  /**
   * Serves these methods.
   *
   * @param methods the common methods
   * @param subscriptions who listens to changes
   * @param seal protects what clients carry between rounds
   * @param identity under which name
   * @param keys ends streams of changes when their key does
   */
  public ModernWire(Methods methods, Subscriptions subscriptions, StateSeal seal, ServerIdentity identity, RevocationGuard keys) {
    this.keys = keys;
    this.methods = methods;
    this.subscriptions = subscriptions;
    this.rounds = new Rounds(seal, Clock.systemUTC());
    this.answers = new ModernAnswers(identity);
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
    if (header == null) {
      return false;
    }
    Revision revision = Revision.of(header);
    return revision == null || !revision.isLegacy();
  }

  /** Answers one POST; never fails. */
  public Future<Answer> handle(Inbound in) {
    RpcMessage message;
    try {
      message = RpcCodec.read(in.body());
    } catch (RpcException e) {
      return Future.succeededFuture(ModernAnswers.failure(RpcCodec.idOf(in.body()), e));
    }
    if (message instanceof RpcNotification) {
      return Future.succeededFuture(Answer.ACCEPTED);
    }
    if (message instanceof RpcRequest request) {
      return request(in, request);
    }
    return Future.succeededFuture(ModernAnswers.failure(null,
        new RpcException(RpcError.INVALID_REQUEST, "Invalid request: this revision has no requests that a client could answer")));
  }

  private Future<Answer> request(Inbound in, RpcRequest request) {
    try {
      ModernRequests.validate(in, request);
      Method method = Methods.find(request.method());
      if (method instanceof Method.Modern own) {
        return own(in, request, own);
      }
      if (method instanceof Method.Common common) {
        return call(in, request, common);
      }
      throw McpErrors.methodNotFound(request.method(), "");
    } catch (RuntimeException failure) {
      return Future.succeededFuture(ModernAnswers.failure(request.id(), failure));
    }
  }

  private Future<Answer> own(Inbound in, RpcRequest request, Method.Modern method) {
    return switch (method) {
      case SERVER_DISCOVER -> Future.succeededFuture(answers.complete(request.id(), method, discover(in)));
      case SUBSCRIPTIONS_LISTEN -> listen(in, request, method);
    };
  }

  private static ObjectNode discover(Inbound in) {
    ObjectNode json = Json.object();
    ArrayNode versions = json.putArray("supportedVersions");
    Revision.dates().forEach(versions::add);
    json.set("capabilities", Methods.capabilities(in.tenant(), Revision.V2026_07_28));
    return json;
  }

  /** The stream may be open for days: it keeps the request's id, and neither its body nor its parameters. */
  private Future<Answer> listen(Inbound in, RpcRequest request, Method method) {
    if (!in.outlet().canStream()) {
      throw McpErrors.noStream();
    }
    RpcId id = request.id();
    LiveRights rights = new LiveRights(in.principal());
    return keys.run(in.principal(), in.cancellation(), now -> noted(rights, now), () -> subscriptions.listen(in, request, rights))
        .map(ended -> answers.complete(id, method, ended))
        .otherwise(failure -> ModernAnswers.failure(id, failure));
  }

  /** Listening needs no right; updates are sent only of what may be read. */
  private static @Nullable McpException noted(LiveRights rights, Principal now) {
    rights.replace(now);
    return null;
  }

  private Future<Answer> call(Inbound in, RpcRequest request, Method.Common method) {
    Prepared prepared = methods.prepare(method, request.params(), in.principal(), in.tenant());
    ModernRequests.validateMirrored(in, prepared);
    ObjectNode meta = (ObjectNode) request.params().get(META);
    JsonNode level = meta.get(LOG_LEVEL_KEY);
    ModernChannel channel = new ModernChannel(in.outlet(), in.memory(), meta, level == null ? null : LogLevel.of(level.textValue()),
        rounds.open(in.principal(), request));
    McpCall call = new McpCall(in.principal(), in.tenant(), in.cancellation(), channel, request.id().json().asText(),
        in.traced(method, Revision.V2026_07_28, request));
    return methods.call(prepared, call)
        .transform(done -> Future.succeededFuture(answer(in, request, method, channel, done)));
  }

  /** What was asked goes before what came of the call: it was unwound, and whatever it answered then is not its answer. */
  private Answer answer(Inbound in, RpcRequest request, Method method, ModernChannel channel, AsyncResult<McpResult> done) {
    channel.close();
    try {
      if (channel.asks()) {
        return inputRequired(in, request, channel);
      }
    } catch (McpException refusal) {
      return ModernAnswers.failure(request.id(), refusal);
    }
    return done.succeeded()
        ? answers.complete(request.id(), method, done.result()).with(done.result().headers())
        : ModernAnswers.failure(request.id(), done.cause());
  }

  private Answer inputRequired(Inbound in, RpcRequest request, ModernChannel channel) {
    String state = channel.hasState() ? rounds.close(in.principal(), request, channel.answers(), channel.remembered()) : null;
    return answers.inputRequired(request.id(), channel.questions(), state);
  }
}
