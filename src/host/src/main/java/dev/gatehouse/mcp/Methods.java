package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.limit.DenialLimiter;
import dev.gatehouse.auth.limit.Limiter;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.feature.InputRequiredException;
import dev.gatehouse.feature.trace.CallTrace;
import dev.gatehouse.tenant.Tenant;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Routes the common methods, for every wire. A request is read once; what it names is looked up and permission is decided then. It runs for
 * as long as its caller may make it.
 */
public final class Methods {

  private static final Map<String, Method> BY_NAME = Stream.<Method[]>of(Method.Common.values(), Method.Modern.values(),
      Method.Legacy.values()).flatMap(Stream::of).collect(Collectors.toUnmodifiableMap(Method::wire, Function.identity()));

  /** Reads a method's parameters. */
  @FunctionalInterface
  private interface Reader<R> {

    /**
     * Reads them.
     *
     * @param name the parameter that {@code Mcp-Name} mirrors; empty when the method has none
     * @param grants what the caller may use
     * @param catalogue what the tenant serves
     * @throws McpException when they do not say what they name
     */
    R read(String name, ObjectNode params, Grants grants, Catalogue catalogue);
  }

  /** How a method is answered: what reads its parameters, and what answers what was read. */
  private record Route<R extends McpRequest>(Reader<R> reader, BiFunction<McpCall, R, Future<McpResult>> handler) {

    Prepared prepare(Method.Common method, ObjectNode params, Principal principal, Tenant tenant) {
      try {
        String parameter = method.nameParameter();
        String name = parameter == null ? "" : Params.text(params.path(parameter), parameter);
        R request = reader.read(name, params, principal.grants(), tenant.catalogue());
        return new Prepared(method, name, request, call -> handler.apply(call, request));
      } catch (McpException fault) {
        return new Prepared(method, null, new McpRequest.Malformed(fault), call -> Future.failedFuture(fault));
      }
    }
  }

  private final Map<Method.Common, Route<?>> routes = new EnumMap<>(Method.Common.class);
  private final RevocationGuard keys;

  /**
   * The routes.
   *
   * @param dispatcher where calls of plugins go
   * @param limiter who counts those of tools
   * @param refusals how often a caller may be refused
   * @param observers who are told of all of them, in order
   * @param keys ends what runs when its key does
   * @param lists what callers may use
   */
  public Methods(Dispatcher dispatcher, Limiter limiter, DenialLimiter refusals, List<CallObserver> observers, RevocationGuard keys,
      FeatureLists lists) {
    this.keys = keys;
    FeatureCalls calls = new FeatureCalls(dispatcher, refusals, observers);
    ToolCalls tools = new ToolCalls(calls, limiter);
    for (Method.Common method : Method.Common.values()) {
      routes.put(method, switch (method) {
        case TOOLS_LIST, PROMPTS_LIST, RESOURCES_LIST, RESOURCES_TEMPLATES_LIST -> new Route<>(McpRequest.Page::read,
            lists.of(method.kind()));
        case TOOLS_CALL -> new Route<>((name, params, grants, catalogue) -> McpRequest.Named.json(method, name, params, grants, catalogue),
            tools::call);
        case PROMPTS_GET ->
          new Route<>((name, params, grants, catalogue) -> McpRequest.Named.texts(method, name, params, grants, catalogue),
              calls::named);
        case RESOURCES_READ -> new Route<>(McpRequest.Read::read, calls::read);
        case COMPLETION_COMPLETE -> new Route<>(CompletionRequest::read, calls::complete);
      });
    }
  }

  /**
   * Finds a method of any revision.
   *
   * @return the method, or null
   */
  public static @Nullable Method find(String name) {
    return BY_NAME.get(name);
  }

  /** Reads a request, looks up what it names and decides permission. {@link #call} tells what is wrong with it. */
  public Prepared prepare(Method.Common method, ObjectNode params, Principal principal, Tenant tenant) {
    return Objects.requireNonNull(routes.get(method)).prepare(method, params, principal, tenant);
  }

  /** Answers a request, for as long as its caller is let in and may make it. Never throws. */
  public Future<McpResult> call(Prepared request, McpCall call) {
    Future<McpResult> done = Attempt.of(() -> keys.<McpResult>run(call.principal(), call.cancellation(), request.request()::refusal,
        () -> request.run(call)));
    return call.trace() == CallTrace.NONE ? done : done.onFailure(failure -> failed(call.trace(), failure));
  }

  /** A question to the client is no error. */
  private static void failed(CallTrace trace, Throwable failure) {
    if (!(failure instanceof InputRequiredException)) {
      trace.failedWithCode(McpErrors.code(failure));
    }
  }

  /** What a tenant offers, as MCP {@code ServerCapabilities}. */
  public static ObjectNode capabilities(Tenant tenant, Revision revision) {
    return Capabilities.json(tenant, revision);
  }
}
