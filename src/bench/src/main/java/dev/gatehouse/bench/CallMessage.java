package dev.gatehouse.bench;

import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The request that callers repeat.
 *
 * @param headers of each request
 * @param body of each request
 * @param session whether each caller opens a session first
 * @param expected what the right answer contains
 */
record CallMessage(Map<String, String> headers, Buffer body, boolean session, String expected) {

  /** The answer to 2 and 3. */
  private static final String SUM = "\"text\":\"5\"";

  /** The newest revision with sessions that all servers measured here speak. */
  static final String OLDER = "2025-06-18";

  /**
   * A call of revision 2026-07-28.
   *
   * @param key the key's text
   * @param arguments as JSON
   */
  static CallMessage modern(String key, String tool, String arguments) {
    return modern(key, tool, arguments, "");
  }

  /**
   * The same.
   *
   * @param more of {@code _meta} as JSON, each with a comma before it
   */
  static CallMessage modern(String key, String tool, String arguments, String more) {
    Buffer body = Buffer.buffer("""
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":%s,"_meta":\
        {"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}%s}}}"""
        .formatted(tool, arguments, more));
    return new CallMessage(Map.of("Authorization", "Bearer " + key, "Content-Type", "application/json",
        "Accept", "application/json, text/event-stream", "MCP-Protocol-Version", "2026-07-28",
        "Mcp-Method", "tools/call", "Mcp-Name", tool), body, false, SUM);
  }

  /** A {@code tools/list} of revision 2026-07-28. */
  static CallMessage list(String key) {
    Buffer body = Buffer.buffer("""
        {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":\
        {"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}""");
    return new CallMessage(Map.of("Authorization", "Bearer " + key, "Content-Type", "application/json",
        "Accept", "application/json, text/event-stream", "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/list"),
        body, false, "\"inputSchema\"");
  }

  /**
   * A call of {@value #OLDER} with a key, in a session of each caller's own.
   *
   * @param more further parameters as JSON, each with a comma before it
   */
  static CallMessage session(String key, String tool, String arguments, String more) {
    Map<String, String> headers = new HashMap<>(older(tool, arguments).headers());
    headers.put("Authorization", "Bearer " + key);
    return new CallMessage(headers, Buffer.buffer(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s%s}}"
            .formatted(tool, arguments, more)),
        true, SUM);
  }

  /** A call of {@value #OLDER} without a key, in a session of each caller's own. */
  static CallMessage older(String tool, String arguments) {
    Buffer body = Buffer.buffer("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}"
        .formatted(tool, arguments));
    return new CallMessage(Map.of("Content-Type", "application/json", "Accept", "application/json, text/event-stream",
        "MCP-Protocol-Version", OLDER), body, true, SUM);
  }
}
