package dev.gatehouse.telemetry;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The names of attributes, and values that are fixed. Left out on purpose: {@code mcp.session.id}, which is a secret here,
 * {@code client.address}, and everything that a caller writes.
 *
 * @see <a href="https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/mcp.md">Semantic conventions for MCP</a>
 */
final class Names {

  static final AttributeKey<String> METHOD = stringKey("mcp.method.name");
  static final AttributeKey<String> REVISION = stringKey("mcp.protocol.version");
  static final AttributeKey<String> RESOURCE = stringKey("mcp.resource.uri");
  static final AttributeKey<String> OPERATION = stringKey("gen_ai.operation.name");
  static final AttributeKey<String> TOOL = stringKey("gen_ai.tool.name");
  static final AttributeKey<String> PROMPT = stringKey("gen_ai.prompt.name");
  static final AttributeKey<String> REQUEST_ID = stringKey("jsonrpc.request.id");
  static final AttributeKey<String> ERROR = stringKey("error.type");
  static final AttributeKey<String> CODE = stringKey("rpc.response.status_code");
  static final AttributeKey<String> TRANSPORT = stringKey("network.transport");
  static final AttributeKey<String> PROTOCOL = stringKey("network.protocol.name");
  static final AttributeKey<String> PROTOCOL_VERSION = stringKey("network.protocol.version");
  static final AttributeKey<String> HTTP_METHOD = stringKey("http.request.method");
  static final AttributeKey<String> HTTP_ROUTE = stringKey("http.route");
  static final AttributeKey<Long> HTTP_STATUS = longKey("http.response.status_code");
  static final AttributeKey<String> TENANT = stringKey("gatehouse.tenant");
  static final AttributeKey<String> PLUGIN = stringKey("gatehouse.plugin");
  static final AttributeKey<String> OUTCOME = stringKey("gatehouse.outcome");
  static final AttributeKey<String> REASON = stringKey("gatehouse.reason");

  static final String TCP = "tcp";
  static final String HTTP = "http";
  static final String EXECUTE_TOOL = "execute_tool";
  /** The kind of error of a tool that says that it failed. */
  static final String TOOL_ERROR = "tool_error";

  private Names() {
  }
}
