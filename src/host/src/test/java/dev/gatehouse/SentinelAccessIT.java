package dev.gatehouse;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Main;
import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.http.McpClient;
import dev.gatehouse.redis.TestNode;
import dev.gatehouse.redis.TestSentinel;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Sentinels and Redis with TLS, each with users of its own that have no more rights than the manual gives them: a host, and the commands. */
@Timeout(300)
class SentinelAccessIT {

  private static final SignedCertificates PRIVATE = SignedCertificates.create().sign("redis").sign("host");
  private static final List<String> WATCHER_RIGHTS = rights();
  private static TestSentinel sentinel;

  @TempDir
  private Path temp;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path config;

  /** The words after the password in the line of operate.md that makes the user of the Sentinels. */
  private static List<String> rights() {
    String line = ManualPage.read(ManualPage.MANUAL.resolve("operate.md")).text().replace("\\\n", " ").lines()
        .filter(one -> one.startsWith("redis-cli -p 26379 ACL SETUSER watcher reset on ")).findFirst().orElseThrow();
    return List.of(line.substring(line.indexOf(")\"") + 2).strip().replace("'", "").split("\\s+"));
  }

  @BeforeAll
  static void start() throws IOException {
    String ca = PRIVATE.ca().toString();
    String cert = PRIVATE.cert("redis").toString();
    String key = PRIVATE.key("redis").toString();
    sentinel = TestSentinel.create().tls()
        .redis("--tls-ca-cert-file", ca, "--tls-cert-file", cert, "--tls-key-file", key, "--requirepass", "admin", "--masterauth", "admin")
        .login("default", "admin")
        .sentinel("tls-ca-cert-file " + ca, "tls-cert-file " + cert, "tls-key-file " + key, "sentinel auth-pass mymaster admin",
            "requirepass watch", "sentinel sentinel-pass watch")
        .sentinelLogin("default", "watch").start();
    for (TestNode node : sentinel.nodes()) {
      List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", "gatehouse", "reset", "on", ">pw"));
      words.addAll(LeastRightsIT.RIGHTS);
      assertThat(node.cli(words.toArray(String[]::new))).isEqualTo("OK");
    }
    for (TestNode node : sentinel.sentinels()) {
      List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", "watcher", "reset", "on", ">sentinels"));
      words.addAll(WATCHER_RIGHTS);
      assertThat(node.cli(words.toArray(String[]::new))).isEqualTo("OK");
    }
  }

  @AfterAll
  static void stop() throws IOException {
    sentinel.close();
  }

  @BeforeEach
  void configure() throws IOException {
    Files.copy(Path.of(System.getProperty("gatehouse.root"), "tools-plugins", "demo", "math.jar"),
        Files.createDirectories(temp.resolve("plugins/demo")).resolve("math.jar"));
    config = config(sentinel.url("gatehouse:pw@") + "?sentinelUser=watcher&sentinelPassword=sentinels");
  }

  private Path config(String url) throws IOException {
    return Files.writeString(temp.resolve("gatehouse.json"), """
        { "redis": { "url": "%s", "ca": "%s", "cert": "%s", "key": "%s" }, "plugins": { "dir": "%s" },
          "http": { "port": 0 }, "admin": { "port": 0 } }"""
        .formatted(url, PRIVATE.ca(), PRIVATE.cert("host"), PRIVATE.key("host"), temp.resolve("plugins")));
  }

  private int run(String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = Main.commandLine();
    return line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(words);
  }

  private String minted() {
    assertThat(run("mint", "--tenant", "demo", "--tools", "*", "--apply", config.toString())).as(err.toString()).isZero();
    return err.toString().lines().filter(line -> line.contains("gth_")).findFirst().orElseThrow().replaceAll(".*(gth_\\w+).*", "$1");
  }

  @Test
  void a_host_follows_a_fail_over() throws Exception {
    String key = minted();
    Host host = Host.start(ConfigLoader.load(config));
    try {
      McpClient client = McpClient.of(host.url() + "/mcp").key(key);
      assertThat(client.call("add", "{\"a\": 2, \"b\": 3}").toolText()).isEqualTo("5");
      TestNode before = sentinel.settled();
      eventually(() -> sentinel.sentinels().get(0).cli("CLIENT", "LIST").contains("user=watcher"));
      sentinel.failOver(before, sentinel.sentinels().get(1));
      TestNode after = sentinel.masterAfter(before, sentinel.sentinels().get(1));
      String ready = "http://127.0.0.1:" + host.adminPort() + "/health/ready";
      eventually(() -> McpClient.of(ready).send("GET", null).text().contains("\"master\":\"" + after.address() + '"'));
      eventually(() -> client.call("add", "{\"a\": 2, \"b\": 3}").status() == 200);
      after.cli("SADD", "mcp:revoked", TestHost.idOf(key));
      eventually(() -> client.call("add", "{\"a\": 2, \"b\": 3}").status() == 401);
    } finally {
      host.close();
    }
    for (TestNode node : sentinel.sentinels()) {
      assertThat(node.cli("ACL", "LOG")).as("the rights suffice").isEmpty();
    }
    sentinel.settled();
  }

  @Test
  void the_commands_ask_the_master() throws Exception {
    String id = TestHost.idOf(minted());
    assertThat(sentinel.settled().cli("HGET", "mcp:key:" + id, "tenant")).isEqualTo("demo");
    assertThat(run("explain", id, "add", config.toString())).as(err.toString()).isZero();
    sentinel.settled().cli("HSET", "mcp:key:" + id, "created", "2020-01-01T00:00:00Z");
    assertThat(run("unused", config.toString())).as(err.toString()).isZero();
    assertThat(out.toString()).contains(id);
    assertThat(run("check", config.toString())).as(err.toString()).isZero();
    String token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ4In0.AAAA";
    Path file = Files.writeString(temp.resolve("token"), token);
    InputStream stdin = System.in;
    try (InputStream in = Files.newInputStream(file)) {
      System.setIn(in);
      assertThat(run("verify", config.toString())).as(err.toString()).isEqualTo(1);
    } finally {
      System.setIn(stdin);
    }
    assertThat(out.toString()).startsWith("a token, refused: ");
  }

  @Test
  void a_revocation_can_wait_for_the_replicas() throws IOException {
    String line = ManualPage.read(ManualPage.MANUAL.resolve("operate.md")).text().lines().filter(one -> one.startsWith("printf 'SADD "))
        .findFirst().orElseThrow();
    String[] commands = line.substring("printf '".length(), line.lastIndexOf('\'')).split("\\\\n");
    assertThat(commands[1]).isEqualTo("WAIT 2 5000");
    assertThat(sentinel.settled().cliAndWait(2, commands[0].split(" "))).isEqualTo(2);
    for (TestNode node : sentinel.nodes()) {
      assertThat(node.cli("SISMEMBER", "mcp:revoked", commands[0].split(" ")[2])).as(node.address()).isEqualTo("1");
    }
  }

  @Test
  void what_cannot_be_had_is_told_with_the_setting() throws IOException {
    config(sentinel.url("gatehouse:pw@") + "?sentinelUser=watcher&sentinelPassword=hunter2");
    assertThat(run("mint", "--tenant", "demo", "--tools", "*", "--apply", config.toString())).isEqualTo(3);
    assertThat(err.toString()).contains("(redis.url)", "WRONGPASS", "sentinelPassword").doesNotContain("hunter2");
    config(sentinel.url("gatehouse:pw@").replace("rediss+", "redis+"));
    assertThat(run("explain", "0f3a9c21b7de", "add", config.toString())).as("without TLS redis.ca means nothing").isEqualTo(2);
  }
}
