package dev.gatehouse.mcp;

import io.vertx.core.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request of a common method that is ready to run: read, looked up and decided on, whether or not it will be answered with a result. */
public final class Prepared {

  private final Method.Common method;
  private final @Nullable String name;
  private final McpRequest request;
  private final Function<McpCall, Future<McpResult>> body;

  Prepared(Method.Common method, @Nullable String name, McpRequest request, Function<McpCall, Future<McpResult>> body) {
    this.method = method;
    this.name = name;
    this.request = request;
    this.body = body;
  }

  /** Whether its method has a name that the header {@code Mcp-Name} mirrors. */
  public boolean isNamed() {
    return method.nameParameter() != null;
  }

  /** That name as it was sent; null when it, or anything else that says what is asked for, cannot be read. */
  public @Nullable String name() {
    return name;
  }

  /** What was read. */
  public McpRequest request() {
    return request;
  }

  /** Answers it, unless the tenant serves nothing of the kind. */
  Future<McpResult> run(McpCall call) {
    if (!Capabilities.served(method.kind().capability(), call.tenant())) {
      String kind = method.wire().substring(0, method.wire().indexOf('/'));
      throw McpErrors.methodNotFound(method.wire(), ", for nothing here has " + kind);
    }
    return body.apply(call);
  }
}
