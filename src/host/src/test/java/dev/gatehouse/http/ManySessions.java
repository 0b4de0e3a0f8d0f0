package dev.gatehouse.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.rpc.Json;

/** A client in a session that sends each request to the host that it is told. */
final class ManySessions {

  /** What a plugin of each host does. */
  static final String PLUGIN = """
      static final java.util.concurrent.atomic.AtomicInteger HANGING = new java.util.concurrent.atomic.AtomicInteger();
      static volatile CountDownLatch gate = new CountDownLatch(1);
      private ToolManager tools;
      public void start(PluginContext c) { tools = c.tools(); }
      @Tool public String ask(Elicitation user) {
        return "Hello, " + user.elicit("k", "Who?", ElicitationSchema.of(ElicitationField.string("name"))).getString("name");
      }
      @Tool public String talk(McpLog log) throws InterruptedException {
        log.error("one");
        CountDownLatch mine = gate;
        HANGING.incrementAndGet();
        try { mine.await(); } finally { HANGING.decrementAndGet(); }
        log.error("two");
        return "done";
      }
      @Tool public void release() { gate.countDown(); gate = new CountDownLatch(1); }
      @Tool public int hanging() { return HANGING.get(); }
      @Tool public String say(McpLog log) { log.info("info"); log.error("error"); return "said"; }
      @Tool public void change(String name) { tools.newTool(name).setHandler(a -> ToolResponse.success("")).register(); }
      @Tool public void touch(String uri, ListChanges c) { c.resourceUpdated(uri); }
      @Tool public void announce(ListChanges c) { c.toolsChanged(); }
      @Resource(uri = "doc:///a") public String doc() { return "a"; }
      """;

  private final String key;
  private final String id;

  private ManySessions(String key, String id) {
    this.key = key;
    this.id = id;
  }

  /** Opens a session at a host, as a client of 2025-11-25 whose user answers questions. */
  static ManySessions open(TestHost host, String key) {
    ObjectNode params = Json.object().put("protocolVersion", "2025-11-25");
    params.putObject("capabilities").putObject("elicitation");
    params.putObject("clientInfo").put("name", "test").put("version", "1");
    McpClient.Reply opened = McpClient.of(host.url() + "/mcp").key(key).post(McpClient.rpc(0, "initialize", params).toString());
    return new ManySessions(key, opened.header(LegacyClient.SESSION));
  }

  String id() {
    return id;
  }

  String key() {
    return key;
  }

  McpClient at(TestHost host) {
    return McpClient.of(host.url() + "/mcp").key(key).header(LegacyClient.SESSION, id);
  }

  int ping(TestHost host) {
    return request(host, 1, "ping", Json.object()).status();
  }

  McpClient.Reply request(TestHost host, long number, String method, ObjectNode params) {
    return at(host).post(McpClient.rpc(number, method, params).toString());
  }

  McpClient.Reply call(TestHost host, String tool) {
    return request(host, 2, "tools/call", Json.object().put("name", tool));
  }

  McpClient.Reply call(TestHost host, String tool, String name, String value) {
    ObjectNode params = Json.object().put("name", tool);
    params.putObject("arguments").put(name, value);
    return request(host, 2, "tools/call", params);
  }

  McpClient.Reply notify(TestHost host, String method, ObjectNode params) {
    ObjectNode message = Json.object().put("jsonrpc", "2.0").put("method", method);
    message.set("params", params);
    return at(host).post(message.toString());
  }

  /** Calls a tool whose answer is a stream. */
  SseClient stream(TestHost host, long number, String tool) {
    return SseClient.post(host.url() + "/mcp", key, id,
        McpClient.rpc(number, "tools/call", Json.object().put("name", tool)).toString());
  }

  /** Its own stream. */
  SseClient own(TestHost host) {
    return SseClient.ofSession(host.url() + "/mcp", key, id);
  }

  /** The rest of a stream. */
  SseClient resume(TestHost host, String last) {
    return SseClient.open(host.url() + "/mcp", key, LegacyClient.SESSION, id, "Last-Event-ID", last);
  }
}
