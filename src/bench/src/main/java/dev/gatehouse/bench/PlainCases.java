package dev.gatehouse.bench;

import java.io.IOException;

/** The rows without MCP around the call: what Vert.x and Redis cost by themselves. */
final class PlainCases {

  private PlainCases() {
  }

  static void add(Cases cases, Workbench bench, RedisProcess redis) throws IOException, InterruptedException {
    cases.add("bare", () -> plain("bare", "bare Vert.x, fixed answer", bench.java(BareServer.class)));
    cases.add("hop", () -> plain("hop", "parse + event bus", bench.java(PlainServer.class)));
    cases.add("ceiling", () -> plain("ceiling", "plain ceiling: parse + one Redis script + event bus",
        bench.java(PlainServer.class, redis.url())));
  }

  private static Case plain(String name, String title, Child server) throws IOException {
    return new Case(name, title, server, server.readyPort(), CallMessage.modern("none", "add", Case.ARGUMENTS), name.equals("ceiling"),
        false);
  }
}
