package dev.gatehouse.bench.fuzz;

import java.util.List;
import java.util.Locale;

/** Changes the headers of a message, but never its credentials. */
final class HeaderMutator {

  private static final List<String> NAMES = List.of("Content-Type", "Accept", "MCP-Protocol-Version", "Mcp-Method", "Mcp-Name",
      "Mcp-Session-Id", "Mcp-Param-Region", "Last-Event-ID", "Host", "Origin", "Content-Encoding", "Expect", "Upgrade", "Connection",
      "Accept-Encoding", "X-Forwarded-For", "X-HTTP-Method-Override", "Range", "If-None-Match", "traceparent", "Cookie", "Forwarded",
      "Access-Control-Request-Method", "HTTP2-Settings", "TE", "Trailer");
  private static final List<String> VALUES = List.of("", " ", "x", "*/*", "application/json", "application/json; charset=utf-16",
      "application/jsonx", "text/plain", "text/event-stream", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded",
      "APPLICATION/JSON", "application/json, text/html", ";;;", "2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05",
      "1900-01-01", "2026-07-28, 2025-11-25", "tools/call", "tools/list", "initialize", "add", "weather", "test://static-text",
      "=?base64?YWRk?=", "=?base64?YWR?=", "=?base64??=", "=?base64?", "=?BASE64?YWRk?=", "null", "0", "-1", "99999999999999999999",
      "localhost", "localhost:1", "127.0.0.1", "[::1]", "evil.example", "localhost, evil.example", "http://localhost",
      "http://evil.example", "file://", "gzip", "deflate", "br", "identity", "h2c", "websocket", "close", "keep-alive", "upgrade",
      "100-continue", "\u0000", "\u0080\u00ff", "\u00e2\u0080\u00ae", "a\tb", "%0d%0aX: 1", "bytes=0-", "10.0.0.1, 127.0.0.1", "::1",
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-00000000000000000000000000000000-0000000000000000-00", "trailers",
      "s1-0", "5e55", "1-1", "AAMAAABkAAQCAAAAAAIAAAAA");

  private HeaderMutator() {
  }

  static void mutate(Dice dice, HttpText http, StringBuilder what) {
    int changes = 1 + dice.below(3);
    for (int i = 0; i < changes; i++) {
      String name = dice.pick(NAMES);
      what.append(what.isEmpty() ? "" : ", ");
      switch (dice.below(5)) {
        case 0 -> {
          http.without(name);
          what.append("without ").append(name);
        }
        case 1 -> {
          http.header(name, value(dice));
          what.append("one more ").append(name);
        }
        case 2 -> {
          http.without(name).header(name.toUpperCase(Locale.ROOT), value(dice));
          what.append("loud ").append(name);
        }
        default -> {
          http.without(name).header(name, value(dice));
          what.append("another ").append(name);
        }
      }
    }
    method(dice, http, what);
  }

  private static String value(Dice dice) {
    return dice.chance(0.02) ? "v".repeat(1 + dice.below(20_000)) : dice.pick(VALUES);
  }

  private static void method(Dice dice, HttpText http, StringBuilder what) {
    if (dice.chance(0.2)) {
      http.method = dice.pick(List.of("GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "post", "BREW", "PRI"));
      what.append(", by ").append(http.method);
    }
  }
}
