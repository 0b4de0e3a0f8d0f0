package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.tenant.Tenant;
import io.vertx.core.Future;

/**
 * How a common method is answered.
 *
 * @param method the method
 * @param reader reads its parameters
 * @param handler answers what was read
 */
record Route<R extends McpRequest>(Method.Common method, Reader<R> reader, Handler<R> handler) {

  /** Reads parameters. */
  @FunctionalInterface
  interface Reader<R> {

    /**
     * Reads them.
     *
     * @param name the parameter that {@code Mcp-Name} mirrors; null when the method has none
     * @param grants what the caller may use
     * @param catalogue what the tenant serves
     * @throws McpException when they do not say what they name
     */
    R read(String name, ObjectNode params, Grants grants, Catalogue catalogue);
  }

  /** Answers requests. */
  @FunctionalInterface
  interface Handler<R> {

    /** The result; fails with {@link McpException} to refuse. May also throw it. */
    Future<? extends McpResult> handle(McpCall call, R request);
  }

  Prepared prepare(ObjectNode params, Principal principal, Tenant tenant) {
    try {
      String parameter = method.nameParameter();
      String name = parameter == null ? null : Params.text(params.path(parameter), parameter);
      R request = reader.read(name, params, principal.grants(), tenant.catalogue());
      return new Prepared(method, name, request, call -> handler.handle(call, request));
    } catch (McpException fault) {
      return new Prepared(method, null, new McpRequest.Malformed(fault), call -> Future.failedFuture(fault));
    }
  }
}
