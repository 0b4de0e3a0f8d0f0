package dev.gatehouse.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.mcp.McpRequest;
import dev.gatehouse.mcp.Prepared;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.rpc.RpcRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a request of 2026-07-28 must carry, in the order of the specification's server checks, so that the first thing wrong is the one
 * that is told. A mirrored header that differs from the body is refused: a proxy may have decided by it.
 */
public final class ModernRequests {

  /** The version is not served. */
  private static final int UNSUPPORTED_VERSION = -32022;
  private static final String METHOD_HEADER = "Mcp-Method";
  private static final String NAME_HEADER = "Mcp-Name";

  private ModernRequests() {
  }

  /** Checks version, metadata and method. */
  static void validate(Inbound in, RpcRequest request) {
    String header = in.header(Revision.HEADER);
    if (header == null) {
      throw McpErrors.headerMismatch("the " + Revision.HEADER + " header is missing");
    }
    JsonNode meta = request.params().path(ModernWire.META);
    String version = meta.path(ModernWire.VERSION_KEY).textValue();
    if (version == null && Revision.of(header) == null) {
      throw unsupported(RpcError.INVALID_PARAMS, header);
    }
    if (version == null) {
      throw badMeta("'params._meta' must have the string '" + ModernWire.VERSION_KEY + "'");
    }
    if (!meta.path(ModernWire.CAPABILITIES_KEY).isObject()) {
      throw badMeta("'params._meta' must have the object '" + ModernWire.CAPABILITIES_KEY + "'");
    }
    if (!header.equals(version)) {
      throw McpErrors.headerMismatch(Revision.HEADER + " '" + header + "' does not match the body's '" + version + "'");
    }
    if (!version.equals(Revision.V2026_07_28.date())) {
      throw unsupported(UNSUPPORTED_VERSION, version);
    }
    String method = in.header(METHOD_HEADER);
    if (!request.method().equals(method)) {
      throw McpErrors.headerMismatch(method == null
          ? "the " + METHOD_HEADER + " header is missing"
          : METHOD_HEADER + " '" + method + "' does not match the body's '" + request.method() + "'");
    }
  }

  /** Checks the headers that mirror parameters: the name of what is asked for, and arguments of a tool that declares it. */
  static void validateMirrored(Inbound in, Prepared request) {
    if (request.isNamed()) {
      validateName(in, request.name());
    }
    // Who may not call a tool does not learn from its headers that it exists.
    if (request.request() instanceof McpRequest.Named<?> named && named.right().granted() && named.entry() != null
        && named.entry().info() instanceof ToolInfo tool) {
      ParamHeaderCheck.validate(in, tool.headers(),
          named.arguments().value() instanceof CallParams.Arguments given ? given.values() : MissingNode.getInstance());
    }
  }

  private static void validateName(Inbound in, @Nullable String sent) {
    String header = in.header(NAME_HEADER);
    if (header == null) {
      throw McpErrors.headerMismatch("the " + NAME_HEADER + " header is missing");
    }
    String name = HeaderValue.decode(header);
    if (name == null) {
      throw McpErrors.headerMismatch(NAME_HEADER + " is neither plain text nor well-formed base64");
    }
    if (sent != null && !name.equals(sent)) {
      throw McpErrors.headerMismatch(NAME_HEADER + " '" + name + "' does not match the body's '" + sent + "'");
    }
  }

  private static McpException badMeta(String what) {
    return new McpException(400, RpcError.INVALID_PARAMS, "Invalid params: " + what, null);
  }

  /**
   * The version is not served, and those that are.
   *
   * @param code without metadata, as in an {@code initialize} with a version header that nobody knows, that of invalid params
   *     (specification 2025-11-25, lifecycle, error handling)
   */
  private static McpException unsupported(int code, String version) {
    return new McpException(400, code, "Unsupported protocol version: '" + version + "'. " + Revision.served(),
        Revision.supported().put("requested", version));
  }
}
