package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.http.McpClient;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.redis.RedisExtension;
import dev.gatehouse.rpc.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever one tenant makes a host with a small heap hold, another tenant's calls are answered, and the host says what was refused. A
 * process of its own: a heap that is full is everybody's.
 */
@Timeout(300)
class MemoryIT {

  private static final String HEAP = "-Xmx256m";
  private static final String PLUGIN = PluginJars.plugin("""
      @Tool public String big(int length) { return "x".repeat(length); }
      @Tool public String hang(List<Object> items) throws InterruptedException { Thread.sleep(600_000); return "never"; }
      """);
  private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
      + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
  private static final String EMPTY_OBJECTS = "{},".repeat(349_000) + "{}";

  @RegisterExtension
  static final RedisExtension redis = RedisExtension.ofItsOwn();

  @TempDir
  private static Path temp;

  private static final Vertx vertx = Vertx.vertx();
  private static int port;
  private static int admin;
  private static JarProcess host;
  private static String key;
  private static McpClient neighbour;

  private final List<Closeable> open = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    port = RedisExtension.freePort();
    admin = RedisExtension.freePort();
    PluginJars.jar(Files.createDirectories(temp.resolve("tools-plugins/greedy")), "greedy", PLUGIN);
    Files.copy(Path.of(System.getProperty("gatehouse.root"), "tools-plugins", "demo", "math.jar"),
        Files.createDirectories(temp.resolve("tools-plugins/demo")).resolve("math.jar"));
    Files.writeString(Files.createDirectories(temp.resolve("conf")).resolve("gatehouse.json"), """
        { "http": {"port": %d, "maxBody": "4MiB"}, "admin": {"port": %d}, "redis": {"url": "%s"}, "calls": {"timeout": "2m"} }
        """.formatted(port, admin, redis.url()));
    host = JarProcess.startWithOptions(temp, List.of(HEAP, "-XX:+ExitOnOutOfMemoryError")).ready();
    key = key("greedy");
    neighbour = McpClient.of(url("/mcp")).key(key("demo"));
  }

  @AfterAll
  static void stop() {
    host.signal("KILL");
    vertx.close().await();
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  private static String key(String tenant) {
    NewKey made = NewKey.create(new SecureRandom());
    List<String> words = new ArrayList<>(List.of("HSET", "mcp:key:" + made.id()));
    made.fields(Map.of("tenant", tenant, "tools", "*", "resources", "*")).forEach((name, value) -> words.addAll(List.of(name, value)));
    redis.cli(words.toArray(String[]::new));
    return made.text();
  }

  private static long held() {
    Matcher shown = Pattern.compile("gatehouse_tenant_memory_held\\{tenant=\"greedy\"\\} (\\S+)")
        .matcher(McpClient.of("http://127.0.0.1:" + admin + "/metrics").send("GET", null).text());
    assertThat(shown.find()).isTrue();
    return (long) Double.parseDouble(shown.group(1));
  }

  /** Lets the neighbour call all the while, and looks at the end whether all is given back. */
  private void beside(ThrowingRunnable greed) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    CompletableFuture<String> failed = CompletableFuture.supplyAsync(() -> {
      while (!over.get()) {
        McpClient.Reply reply = neighbour.call("add", "{\"a\": 2, \"b\": 3}");
        if (reply.status() != 200) {
          return reply.status() + " " + reply.text();
        }
        answered.incrementAndGet();
      }
      return "none";
    });
    try {
      greed.run();
      Thread.sleep(1_000);
    } finally {
      over.set(true);
      for (Closeable one : open) {
        one.close();
      }
    }
    assertThat(failed.get()).as(host.err()).isEqualTo("none");
    assertThat(answered.get()).isPositive();
    assertThat(host.alive()).as(host.err()).isTrue();
    JarProcess.await("everything is given back", () -> held() < 1_000_000);
    McpClient.Reply after = McpClient.of(url("/mcp")).key(key).call("big", "{\"length\": 3}");
    assertThat(after.toolText()).as(after.text()).isEqualTo("xxx");
  }

  private interface ThrowingRunnable {
    void run() throws Exception;
  }

  private Socket post(String method, String name, String params) throws IOException {
    byte[] body = ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + META + "," + params + "}}")
        .getBytes(StandardCharsets.UTF_8);
    Socket socket = new Socket("127.0.0.1", port);
    open.add(socket);
    socket.setReceiveBufferSize(4_096);
    socket.getOutputStream().write(("POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
        + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nMCP-Protocol-Version: 2026-07-28\r\n"
        + "Mcp-Method: " + method + "\r\n" + (name == null ? "" : "Mcp-Name: " + name + "\r\n") + "Content-Length: " + body.length
        + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().write(body);
    return socket;
  }

  private static boolean answered(Socket socket) {
    try {
      return socket.getInputStream().available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void streams_that_were_asked_for_in_a_mebibyte_keep_little_of_it() throws Exception {
    beside(() -> {
      for (int i = 0; i < 24; i++) {
        Socket socket = post("subscriptions/listen", null, "\"notifications\":{\"toolsListChanged\":true},\"x\":[" + EMPTY_OBJECTS + "]");
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }
      assertThat(held()).isLessThan(2_000_000);
    });
  }

  @Test
  void calls_that_hang_with_a_mebibyte_are_refused_before_they_fill_the_heap() throws Exception {
    beside(() -> {
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        sockets.add(post("tools/call", "hang", "\"name\":\"hang\",\"arguments\":{\"items\":[" + EMPTY_OBJECTS + "]}"));
      }
      JarProcess.await("some are refused", () -> sockets.stream().filter(MemoryIT::answered).count() > 3);
      for (Socket socket : sockets.stream().filter(MemoryIT::answered).toList()) {
        byte[] answer = new byte[1_000];
        assertThat(new String(answer, 0, socket.getInputStream().read(answer), StandardCharsets.UTF_8))
            .contains(" 503 ").contains("fill its share of this host's memory").containsIgnoringCase("Retry-After: ");
      }
    });
  }

  @Test
  void long_answers_that_nobody_reads_do_not_fill_the_heap() throws Exception {
    beside(() -> {
      for (int i = 0; i < 300; i++) {
        post("tools/call", "big", "\"name\":\"big\",\"arguments\":{\"length\":4000000}");
      }
    });
  }

  @Test
  void nor_do_a_hundred_of_them_on_one_connection_of_http_2() throws Exception {
    var client = vertx.createHttpClient(new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false),
        new PoolOptions().setHttp2MaxSize(1));
    AtomicBoolean closed = new AtomicBoolean();
    beside(() -> {
      String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{" + META
          + ",\"name\":\"big\",\"arguments\":{\"length\":4000000}}}";
      for (int i = 0; i < 100; i++) {
        client.request(new RequestOptions().setMethod(HttpMethod.POST).setHost("127.0.0.1").setPort(port).setURI("/mcp")
            .putHeader("Authorization", "Bearer " + key).putHeader("Content-Type", "application/json")
            .putHeader("Accept", "application/json, text/event-stream").putHeader("MCP-Protocol-Version", "2026-07-28")
            .putHeader("Mcp-Method", "tools/call").putHeader("Mcp-Name", "big"))
            .onSuccess(request -> {
              request.connection().closeHandler(gone -> closed.set(true));
              request.send(Buffer.buffer(body)).onSuccess(HttpClientResponse::pause);
            });
      }
      JarProcess.await("the connection is cut", closed::get);
      client.close().await();
    });
  }

  @Test
  void sessions_keep_what_is_used_of_their_clients_capabilities() throws Exception {
    ObjectNode params = Json.object().put("protocolVersion", "2025-11-25");
    params.putObject("clientInfo").put("name", "x").put("version", "1");
    ObjectNode experimental = params.putObject("capabilities").putObject("experimental");
    for (int i = 0; i < 1_200; i++) {
      experimental.putObject("k" + i);
    }
    String initialize = McpClient.rpc(0, "initialize", params).toString();
    McpClient client = McpClient.of(url("/mcp")).key(key);
    List<String> sessions = new ArrayList<>();
    beside(() -> {
      for (int i = 0; i < 1_230; i++) {
        McpClient.Reply reply = client.post(initialize);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        sessions.add(reply.header("Mcp-Session-Id"));
      }
      assertThat(held()).isLessThan(20_000_000);
      sessions.forEach(session -> client.header("Mcp-Session-Id", session).send("DELETE", null));
    });
  }

  @Test
  void a_body_whose_values_could_never_fit_is_too_large() {
    McpClient.Reply reply = McpClient.of(url("/mcp")).key(key).post("[" + EMPTY_OBJECTS + "," + EMPTY_OBJECTS + "]");

    assertThat(reply.status()).as(reply.text()).isEqualTo(413);
    assertThat(reply.message()).contains("so many values that they take about");
  }

  @Test
  void requests_that_fail_in_any_way_give_back_what_they_held() throws Exception {
    beside(() -> {
      McpClient client = McpClient.of(url("/mcp")).key(key);
      client.post("{");
      client.post("[]");
      client.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nothing\"}");
      client.header("Content-Type", "text/plain").post("{}");
      client.call("unknown", "{}");
      client.call("big", "{\"length\": \"x\"}");
      client.call("big", "{\"length\": 5000000}");
      client.post("x".repeat(5 << 20));
      McpClient.of(url("/messages?sessionId=0")).key(key).post("{}");
      for (int i = 0; i < 50; i++) {
        Socket socket = new Socket("127.0.0.1", port);
        socket.getOutputStream().write(("POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
            + "\r\nContent-Length: 500000\r\n\r\n{").getBytes(StandardCharsets.UTF_8));
        open.add(socket);
      }
      JarProcess.await("bodies that are on their way are counted", () -> held() > 20_000_000);
      for (Closeable socket : open) {
        try {
          socket.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      JarProcess.await("and given back", () -> held() == 0);
    });
  }
}
