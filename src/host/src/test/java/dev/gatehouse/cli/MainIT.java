package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.JarProcess;
import dev.gatehouse.TestHost;
import dev.gatehouse.http.McpClient;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.redis.RedisExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is handed out, in a folder of its own with a space in its path: what it prints, how it ends, what it keeps. */
@Timeout(180)
class MainIT {

  private static final Pattern KEY = Pattern.compile("gth_[0-9a-z]{12}_[0-9a-f]{64}_[0-9a-f]{8}");
  private static final String SUM = "{\"a\": 2, \"b\": 3}";

  @TempDir
  private Path temp;

  private Path folder;
  private int http;
  private int admin;
  private int redis;

  @BeforeEach
  void lay_out() throws IOException {
    folder = Files.createDirectories(temp.resolve("a folder"));
    Path math = Path.of(System.getProperty("gatehouse.root"), "tools-plugins", "demo", "math.jar");
    Files.copy(math, Files.createDirectories(folder.resolve("tools-plugins/demo")).resolve("math.jar"));
    http = RedisExtension.freePort();
    admin = RedisExtension.freePort();
    redis = RedisExtension.freePort();
    configure("");
  }

  private void configure(String more) throws IOException {
    configureEmbedded("30s", more);
  }

  private void configureEmbedded(String connectTimeout, String more) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("conf")).resolve("gatehouse.json"), """
        { "http": {"port": %d}, "admin": {"port": %d}, "redis": {"connectTimeout": "%s", "embedded": {"port": %d}}%s }
        """.formatted(http, admin, connectTimeout, redis, more));
  }

  private void configureRedisUrl(String url) throws IOException {
    Files.writeString(folder.resolve("conf/gatehouse.json"), """
        { "http": {"port": %d}, "admin": {"port": %d}, "redis": {"connectTimeout": "1s", "url": "%s"} }
        """.formatted(http, admin, url));
  }

  /** What a test that failed has left running must not outlive it. */
  @AfterEach
  void end_its_redis() throws IOException {
    if (listens(redis)) {
      redisCli("SHUTDOWN NOSAVE");
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends a command as one line, which Redis takes with the same quotes as redis-cli. */
  private String redisCli(String line) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis)) {
      socket.setSoTimeout(20_000);
      String login = "AUTH " + Files.readString(folder.resolve("data/redis/password")).strip();
      socket.getOutputStream().write((login + "\r\n" + line + "\r\n").getBytes(StandardCharsets.UTF_8));
      BufferedReader answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      assertThat(answers.readLine()).isEqualTo("+OK");
      return answers.readLine();
    }
  }

  private McpClient with(String key) {
    return McpClient.of("http://127.0.0.1:" + http + "/mcp").key(key);
  }

  private static String onlyKeyIn(String text) {
    List<String> keys = KEY.matcher(text).results().map(found -> found.group()).distinct().toList();
    assertThat(keys).as(text).hasSize(1);
    return keys.get(0);
  }

  private String readyLine() {
    return "ready http://127.0.0.1:" + http + "/mcp\n";
  }

  @Test
  void a_host_from_its_first_start_on() throws Exception {
    JarProcess first = JarProcess.start(folder).ready();
    assertThat(first.out()).as("nothing but ready lines").isEqualTo(readyLine());
    String key = onlyKeyIn(first.err());
    assertThat(with(key).call("add", SUM).toolText()).isEqualTo("5");
    for (String field : List.of("tools", "prompts", "resources")) {
      assertThat(redisCli("HSTRLEN mcp:key:" + TestHost.idOf(key) + ' ' + field)).as(field).isEqualTo(":1");
    }
    assertPastedCurlAnswers5(first.err());
    assertThat(McpClient.of("http://127.0.0.1:" + admin + "/health/ready").send("GET", null).status()).isEqualTo(200);
    assertThat(first.err()).contains("export REDISCLI_AUTH=$(cat '" + folder.toRealPath() + "/data/redis/password')");
    assertComesBackAfterTheEndOfRedis(first, key);
    assertStopsInOrder(first, "TERM");

    JarProcess second = JarProcess.start(folder).ready();
    assertThat(KEY.matcher(second.err()).find()).as("a second start shows no key").isFalse();
    assertThat(with(key).call("add", SUM).toolText()).isEqualTo("5");
    second.signal("KILL").exit();
    assertThat(listens(redis)).as("Redis lives on").isTrue();

    JarProcess third = JarProcess.start(folder, "run", "conf/gatehouse.json").ready();
    assertThat(with(key).call("add", SUM).toolText()).isEqualTo("5");
    assertThat(KEY.matcher(third.err()).find()).isFalse();
    assertStopsInOrder(third, JarProcess.ctrlC());
  }

  private void assertComesBackAfterTheEndOfRedis(JarProcess host, String key) throws Exception {
    long process = Long.parseLong(Files.readString(folder.resolve("data/redis/redis.pid")).strip());
    assertThat(ProcessHandle.of(process).orElseThrow().destroyForcibly()).isTrue();
    JarProcess.await("Redis serves again", () -> host.err().contains("the embedded Redis on port " + redis + " serves again"));
    JarProcess.await("the host is ready", () -> ready().status() == 200);
    JarProcess.await("the key is good", () -> with(key).call("add", SUM).status() == 200);
    assertThat(ready().text()).contains("\"aof_last_write_status\":\"ok\"");
    assertThat(metrics().text()).contains("gatehouse_redis_embedded_restarts_total 1.0", "gatehouse_redis_persistence_failing 0.0");
  }

  private McpClient.Reply ready() {
    return McpClient.of("http://127.0.0.1:" + admin + "/health/ready").send("GET", null);
  }

  private McpClient.Reply metrics() {
    return McpClient.of("http://127.0.0.1:" + admin + "/metrics").send("GET", null);
  }

  private void assertStopsInOrder(JarProcess host, String signal) {
    assertThat(host.signalTwice(signal).exit()).as(host.err()).isZero();
    assertThat(host.out()).isEqualTo(readyLine());
    JarProcess.await("Redis ends", () -> !listens(redis));
  }

  private void assertPastedCurlAnswers5(String printed) throws Exception {
    boolean curl = new ProcessBuilder("bash", "-c", "command -v curl").start().waitFor() == 0;
    if (curl) {
      Matcher line = Pattern.compile("(?s)curl .*?(?=\\n\\s*\\n)").matcher(printed);
      assertThat(line.find()).as(printed).isTrue();
      Process bash = new ProcessBuilder("bash", "-c", line.group()).start();
      String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(bash.waitFor()).isZero();
      assertThat(answer).contains("\"text\":\"5\"");
    }
  }

  @Test
  void what_runs_at_a_stop_gets_its_answer_and_streams_a_clean_end() throws Exception {
    PluginJars.jar(temp, "slow", PluginJars.plugin("""
        @Tool public String slow() throws Exception {
          var dir = java.nio.file.Path.of("");
          java.nio.file.Files.createFile(dir.resolve("running"));
          while (!java.nio.file.Files.exists(dir.resolve("go-on"))) { Thread.sleep(10); }
          return "done";
        }"""));
    Files.move(temp.resolve("slow.jar"), folder.resolve("tools-plugins/demo/slow.jar"));
    JarProcess host = JarProcess.start(folder).ready();
    String key = onlyKeyIn(host.err());

    InputStream stream = stream(key);
    CompletableFuture<McpClient.Reply> answer = CompletableFuture.supplyAsync(() -> with(key).call("slow", "{}"));
    JarProcess.await("the call runs", () -> Files.exists(folder.resolve("running")));
    host.signal("TERM");
    JarProcess.await("no new connections", () -> !listens(http));
    assertThat(host.alive()).isTrue();
    Files.createFile(folder.resolve("go-on"));

    assertThat(answer.get().toolText()).isEqualTo("done");
    assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8)).startsWith("event: endpoint");
    assertThat(host.exit()).as(host.err()).isZero();
    assertThat(listens(redis)).isFalse();
  }

  /** A stream of 2024-11-05; reading it fails unless the host ends it properly. */
  private InputStream stream(String key) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/sse"))
        .header("Authorization", "Bearer " + key).build();
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
  }

  @Test
  void keys_are_minted_and_explained_while_it_runs() throws Exception {
    JarProcess host = JarProcess.start(folder).ready();

    JarProcess minted = JarProcess.run(folder, "mint", "--tenant", "demo", "--tools", "* !subtract", "--expires", "90d", "--apply");
    assertThat(minted.exit()).as(minted.err()).isZero();
    assertThat(minted.out()).isEmpty();
    String key = onlyKeyIn(minted.err());
    assertThat(with(key).call("add", SUM).toolText()).isEqualTo("5");
    assertThat(with(key).call("subtract", SUM).status()).isEqualTo(403);
    assertExplained(0, "allowed: ", TestHost.idOf(key), "add");
    assertExplained(1, "denied: ", TestHost.idOf(key), "subtract");
    assertExplained(1, "denied: ", "000000000000", "add");

    JarProcess printed = JarProcess.run(folder, "mint", "--tenant", "demo", "--tools", "* !add", "--name", "a \"name\"");
    assertThat(printed.exit()).isZero();
    String line = printed.out();
    assertThat(KEY.matcher(line).find()).as("the key itself is not on stdout").isFalse();
    assertThat(redisCli(line.strip())).startsWith(":");
    assertThat(with(onlyKeyIn(printed.err())).call("subtract", SUM).toolText()).isEqualTo("-1");
    assertThat(host.signal("TERM").exit()).isZero();
  }

  /** A key under other names would be none: every call with it is 401. */
  @Test
  void printed_commands_have_the_prefix_of_the_configuration_and_ask_for_no_secret() throws Exception {
    Files.writeString(folder.resolve("conf/gatehouse.json"), """
        { "redis": {"prefix": "prod:", "url": "redis://:${env:NOT_SET_HERE}@127.0.0.1:1"} }
        """);
    Files.writeString(folder.resolve("team.csv"), "tenant,tools\ndemo,add\n");
    for (String words : List.of("mint --tenant demo --tools add", "mint --csv team.csv", "mint --replaces 0f3a9c21b7de",
        "issuer --tenant demo --name local", "revoke 0f3a9c21b7de")) {
      JarProcess command = JarProcess.run(folder, words.split(" "));
      assertThat(command.exit()).as(command.err()).isZero();
      assertThat(command.out()).as(words).hasLineCount(1).contains(" prod:").doesNotContain("mcp:");
    }
    JarProcess other = JarProcess.run(folder, "issuer", "--tenant", "demo", "--name", "local", "--prefix", "test:");
    assertThat(other.out()).startsWith("HSET test:issuer:demo:local ");
  }

  private void assertExplained(int status, String begin, String id, String tool) {
    JarProcess explained = JarProcess.run(folder, "explain", id, tool);
    assertThat(explained.exit()).as(explained.err()).isEqualTo(status);
    assertThat(explained.out()).startsWith(begin);
  }

  @Test
  void every_fault_of_a_configuration_is_one_line() throws IOException {
    configure(", \"calls\": {\"timeout\": \"soon\"}, \"tenant\": {}, \"limits\": {\"onOutage\": \"shrug\"}");

    JarProcess run = JarProcess.run(folder);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(3).allMatch(line -> line.contains("gatehouse.json"))
        .anyMatch(line -> line.contains("calls.timeout")).anyMatch(line -> line.contains("limits.onOutage"))
        .anyMatch(line -> line.contains("tenants"));
    JarProcess check = JarProcess.run(folder, "check");
    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.out().lines().toList()).containsExactlyInAnyOrderElementsOf(run.err().lines().toList());
  }

  @Test
  void a_check_loads_the_plugins_and_opens_nothing() throws IOException {
    try (ServerSocket taken = new ServerSocket(http, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      JarProcess good = JarProcess.run(folder, "check", "conf/gatehouse.json");
      assertThat(good.exit()).as(good.out()).isZero();
    }
    assertThat(Files.exists(folder.resolve("data"))).isFalse();
    Files.writeString(folder.resolve("tools-plugins/demo/broken.jar"), "no jar");
    Path chatty = PluginJars.jar(folder.resolve("bench"), "chatty", PluginJars.plugin("public void start(PluginContext c) {"
        + " System.out.println(\"a plugin prints\"); } @Tool public void chat() {}"));
    Files.move(chatty, folder.resolve("tools-plugins/demo/chatty.jar"));

    JarProcess bad = JarProcess.run(folder, "check");

    assertThat(bad.exit()).isEqualTo(2);
    assertThat(bad.out()).hasLineCount(1).contains("demo/broken");
    assertThat(bad.err()).contains("a plugin prints").as("a fault is told once").doesNotContain("broken");
  }

  @Test
  void a_configuration_that_is_not_there_is_named() throws IOException {
    Files.delete(folder.resolve("conf/gatehouse.json"));

    JarProcess run = JarProcess.run(folder);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).contains("conf/gatehouse.json");
  }

  @Test
  void a_port_that_is_taken_is_named_with_its_field() throws IOException {
    assertCannotStart(http, "http.port");
    assertCannotStart(admin, "admin.port");
    assertCannotStart(redis, "redis.embedded.port");
  }

  private void assertCannotStart(int port, String field) throws IOException {
    try (ServerSocket taken = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
      JarProcess run = JarProcess.run(folder);
      assertThat(run.exit()).as(run.err()).isEqualTo(3);
      assertThat(run.err()).contains("" + taken.getLocalPort()).contains(field).doesNotContain("\tat ");
      assertThat(run.out()).isEmpty();
      assertThat(KEY.matcher(run.err()).find()).isFalse();
    }
    JarProcess.await("Redis ends", () -> !listens(redis));
  }

  @Test
  void an_embedded_redis_that_does_not_run_is_named_as_one() throws IOException {
    configureEmbedded("1s", "");
    JarProcess run = JarProcess.run(folder, "mint", "--tenant", "demo", "--apply");

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).contains("127.0.0.1:" + redis).contains("embedded Redis, which runs while a host does").hasLineCount(1);
  }

  @Test
  void a_redis_that_cannot_be_reached_is_named() throws IOException {
    configureRedisUrl("redis://127.0.0.1:" + redis);

    for (String[] command : new String[][] {{}, {"explain", "000000000000", "add"}, {"mint", "--tenant", "demo", "--apply"}}) {
      JarProcess run = JarProcess.run(folder, command);
      assertThat(run.exit()).as(run.err()).isEqualTo(3);
      assertThat(run.err()).contains("127.0.0.1:" + redis).contains("redis.url").doesNotContain("\tat ");
      assertThat(run.out()).isEmpty();
      assertThat(KEY.matcher(run.err()).find()).as("no key that does not work").isFalse();
    }
  }

  @Test
  void a_command_nobody_knows_is_refused_with_help_on_stderr() {
    JarProcess run = JarProcess.run(folder, "serve");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("serve").doesNotContain("\tat ");
  }

  @Test
  void the_log_is_json_by_a_switch() throws Exception {
    JarProcess host = JarProcess.startWithOptions(folder, List.of("-XX:TieredStopAtLevel=1", "-Dgatehouse.log=json")).ready();
    assertThat(host.signal("TERM").exit()).isZero();
    assertThat(host.err().lines()).filteredOn(line -> line.contains("plugin demo/math serves")).singleElement().asString()
        .startsWith("{\"time\":\"2").contains("\"level\":\"INFO\"", "\"logger\":\"dev.gatehouse.tenant.Tenants\"").endsWith("}");
    assertThat(host.err().lines()).as("none as text").noneMatch(line -> line.contains(" INFO  "));

    JarProcess other = JarProcess.startWithOptions(folder, List.of("-Dgatehouse.log=yaml"));
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.err()).contains("-Dgatehouse.log").contains("'yaml' is not text or json");
  }

  @Test
  void a_check_does_not_pass_because_a_plugin_ends_it() throws IOException {
    Path exits = PluginJars.jar(folder.resolve("bench"), "exits", PluginJars.plugin("public void start(PluginContext c) {"
        + " System.exit(0); } @Tool public void run() {}"));
    Files.move(exits, folder.resolve("tools-plugins/demo/exits.jar"));

    JarProcess check = JarProcess.run(folder, "check");

    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.out()).hasLineCount(1).startsWith("plugin demo/exits has ended this process: it called System.exit");
  }
}
