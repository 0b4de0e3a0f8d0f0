package dev.gatehouse.http;

import dev.gatehouse.TestHost;

/** Requests as text, and what the admin port counts. */
final class Wire {

  private Wire() {
  }

  /** A number of {@code /metrics}; 0 when it is not there. */
  static double metric(TestHost host, String name) {
    String text = McpClient.of("http://127.0.0.1:" + host.adminPort() + "/metrics").send("GET", null).text();
    return text.lines().filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
  }

  /** Lists the tools. */
  static String list(String key) {
    return request(key, "tools/list", "", "");
  }

  /** Calls a tool without arguments. */
  static String call(String key, String tool) {
    return request(key, "tools/call", "Mcp-Name: " + tool + "\r\n", "\"name\":\"" + tool + "\",\"arguments\":{},");
  }

  private static String request(String key, String method, String header, String params) {
    String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + params + "\"_meta\":{"
        + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
    return "POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key + "\r\nContent-Type: application/json\r\n"
        + "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: " + method + "\r\n" + header + "Content-Length: " + body.length()
        + "\r\n\r\n" + body;
  }
}
