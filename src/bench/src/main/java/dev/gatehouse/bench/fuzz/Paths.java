package dev.gatehouse.bench.fuzz;

import java.util.List;

/** Forms of paths. */
final class Paths {

  private static final List<String> FORMS = List.of("/mcp", "/mcp/", "//mcp", "/./mcp", "/../mcp", "/x/../mcp", "/%6dcp", "/mcp%2f",
      "/mcp%00", "/mcp%0a", "/mcp%0d%0aX:1", "/mcp;x=1", "/mcp?x", "/mcp?x=%zz", "/mcp?%", "/mcp#fragment", "/MCP", "/mcp%", "/mcp%zz",
      "/mcp%ff", "/mcp%c0%af", "/mcp\u007f", "/mcp\u00ff", "/mcp\\..\\mcp", "/t/fuzz/mcp", "/t/fuzz/mcp/", "/t/FUZZ/mcp", "/t/fuzz%2fmcp",
      "/t/fuzz%00/mcp", "/t/fu%7az/mcp", "/t/other/mcp", "/t/fuzz/../other/mcp", "/t/fuzz%2f..%2fother/mcp", "/t/other%2f..%2ffuzz/mcp",
      "/t/%2e%2e/mcp", "/t/./fuzz/mcp", "/t//mcp", "/t/mcp", "/t/*/mcp", "/t/_all/mcp", "/t/:tenant/mcp", "/t/fuzz;x/mcp",
      "/t/" + "a".repeat(3_000) + "/mcp", "/messages", "/messages?sessionId=", "/messages?sessionId=x&sessionId=y", "/t/fuzz/messages",
      "/sse/", "/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/t/fuzz/mcp", "/metrics", "/health/ready",
      "/health/live", "/admin", "/favicon.ico", "/", "", "*", "mcp", "http://localhost/mcp", "http://evil.example/mcp",
      "HTTP://localhost/mcp", "https://localhost:443/t/other/mcp", "localhost:80", "//evil.example/mcp", "/mcp?" + "a=1&".repeat(1_000),
      "/%2e%2e/%2e%2e/etc/passwd",
      "/..%2f..%2fetc/passwd", "/mcp/../../../../etc/passwd", "/" + "a/".repeat(1_500));

  private Paths() {
  }

  static void mutate(Dice dice, HttpText http, StringBuilder what) {
    http.target = dice.pick(FORMS);
    what.append("the path ").append(http.target.length() > 60 ? http.target.substring(0, 60) + "…" : http.target);
    if (dice.chance(0.3)) {
      http.method = dice.pick(List.of("GET", "DELETE", "PUT", "OPTIONS", "HEAD"));
      what.append(" by ").append(http.method);
    }
  }
}
