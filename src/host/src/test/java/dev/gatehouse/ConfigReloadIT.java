package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.McpClient;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.redis.RedisExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The configuration is read again while the host runs: when its file changes, and on SIGHUP. */
@Timeout(240)
class ConfigReloadIT {

  private static final String GREETER = PluginJars.plugin("public record Settings(String word) {} private String word;"
      + " public void start(PluginContext c) { word = c.config(Settings.class).word(); } @Tool public String greet() { return word; }");

  @TempDir
  private Path folder;
  private int http;
  private int admin;
  private int redis;

  @BeforeEach
  void lay_out() throws IOException {
    Path jar = PluginJars.jar(folder.resolve("bench"), "greeter", GREETER);
    Files.copy(jar, Files.createDirectories(folder.resolve("tools-plugins/acme")).resolve("greeter.jar"));
    http = RedisExtension.freePort();
    admin = RedisExtension.freePort();
    redis = RedisExtension.freePort();
    Files.writeString(folder.resolve("word"), "one");
    configure(http, "true", "${file:word}");
  }

  private void configure(int port, String reload, String word) throws IOException {
    write("""
        { "http": {"port": %d}, "admin": {"port": %d}, "redis": {"connectTimeout": "30s", "embedded": {"port": %d}},
          "plugins": {"reload": %s},
          "tenants": { "acme": { "anonymous": {"tools": "*"}, "plugins": {"greeter": {"word": "%s"}} } } }
        """.formatted(port, admin, redis, reload, word));
  }

  private void write(String config) throws IOException {
    Path file = Files.createDirectories(folder.resolve("conf")).resolve("gatehouse.json");
    Files.move(Files.writeString(folder.resolve("conf/.new"), config), file, StandardCopyOption.REPLACE_EXISTING);
  }

  private McpClient.Reply greet() {
    return McpClient.of("http://127.0.0.1:" + http + "/t/acme/mcp").call("greet", "{}");
  }

  private String ready() {
    McpClient.Reply reply = McpClient.of("http://127.0.0.1:" + admin + "/health/ready").send("GET", null);
    assertThat(reply.status()).isEqualTo(200);
    return reply.text();
  }

  @Test
  void a_change_of_the_file_counts_and_what_is_wrong_is_named_while_what_runs_stays() throws IOException {
    JarProcess host = JarProcess.start(folder).ready();
    assertThat(greet().toolText()).isEqualTo("one");
    assertThat(ready()).startsWith("{\"status\":\"UP\"");

    configure(http, "true", "two");
    JarProcess.await("the new word", () -> greet().toolText().equals("two"));

    write("{ \"tenants\": { \"acme\": { \"anonymus\": true } }, \"htp\": {} }");
    JarProcess.await("the fault", () -> ready().contains("unknown field; did you mean 'anonymous'?"));
    assertThat(ready()).startsWith("{\"status\":\"DEGRADED\"");
    JarProcess.await("a line in the log, which is written behind", () -> refusals(host) > 0);
    assertThat(refusals(host)).isEqualTo(1);
    assertThat(greet().toolText()).isEqualTo("two");

    configure(http + 1, "true", "three");
    JarProcess.await("the new word", () -> greet().toolText().equals("three"));
    assertThat(ready()).startsWith("{\"status\":\"UP\"").contains("\"restart\":[\"http.port\"],\"refused\":[]");
    JarProcess.await("the warning",
        () -> host.err().contains("conf/gatehouse.json: what has changed of http.port takes effect at the next start"));

    write("""
        { "http": {"port": %d}, "admin": {"port": %d}, "redis": {"connectTimeout": "30s", "embedded": {"port": %d}} }
        """.formatted(http, admin, redis));
    JarProcess.await("nobody without a key", () -> greet().status() == 401);
    assertThat(host.signal("TERM").exit()).isZero();
  }

  private static long refusals(JarProcess host) {
    return host.err().lines().filter(line -> line.contains("the configuration is not applied; the previous one stays in effect")).count();
  }

  @Test
  void sighup_reads_it_again_though_the_folder_is_not_followed_and_the_file_is_the_same() throws IOException {
    configure(http, "false", "${file:word}");
    JarProcess host = JarProcess.startHearingHangUps(folder).ready();
    assertThat(greet().toolText()).isEqualTo("one");

    Files.writeString(folder.resolve("word"), "two");
    host.signal("HUP");

    JarProcess.await("the new word", () -> greet().toolText().equals("two"));
    host.signal("HUP");
    JarProcess.await("what became of it", () -> host.err().contains("was read again: the settings of no tenant have changed"));
    assertThat(host.signal("TERM").exit()).as(host.err()).isZero();
  }
}
