package dev.gatehouse.bench;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/**
 * A request of 2026-07-28.
 *
 * @param method of JSON-RPC
 * @param name the tool's name, or null
 * @param body the whole message
 */
record ModernRequest(String method, String name, Buffer body) {

  private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
      + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

  /**
   * A call of a tool.
   *
   * @param more further parameters as JSON, each followed by a comma
   */
  static ModernRequest call(String tool, String more) {
    return of("tools/call", tool, "\"name\":\"" + tool + "\",\"arguments\":{}," + more);
  }

  /** A subscription to changes of the list of tools. */
  static ModernRequest listen(String more) {
    return of("subscriptions/listen", null, "\"notifications\":{\"toolsListChanged\":true}," + more);
  }

  private static ModernRequest of(String method, String name, String params) {
    return new ModernRequest(method, name, Buffer.buffer(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + params + META + "}}"));
  }

  /** Its head. */
  RequestOptions options(int port, String key) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap()
        .add("Authorization", "Bearer " + key).add("Content-Type", "application/json")
        .add("Accept", "application/json, text/event-stream").add("MCP-Protocol-Version", "2026-07-28").add("Mcp-Method", method);
    if (name != null) {
      headers.add("Mcp-Name", name);
    }
    return new RequestOptions().setMethod(HttpMethod.POST).setPort(port).setHost("127.0.0.1").setURI("/mcp").setHeaders(headers);
  }

  /** All of it as HTTP/1.1. */
  Buffer http1(String key) {
    StringBuilder head = new StringBuilder("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n");
    options(0, key).getHeaders().forEach((header, value) -> head.append(header).append(": ").append(value).append("\r\n"));
    return Buffer.buffer(head.append("\r\n").toString()).appendBuffer(body);
  }
}
