package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.McpClient;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.redis.RedisExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log that nobody reads, as behind a collector that was stopped: a pipe takes 64 KB, and then whoever writes to it waits for ever. */
@Timeout(240)
class UnreadStderrIT {

  private static final Pattern KEY = Pattern.compile("gth_[0-9a-z]{12}_[0-9a-f]{64}_[0-9a-f]{8}");
  private static final String SUM = "{\"a\": 2, \"b\": 3}";

  @TempDir
  private Path folder;

  private int http;
  private int admin;

  @BeforeEach
  void lay_out() throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("tools-plugins/demo"));
    Files.copy(Path.of(System.getProperty("gatehouse.root"), "tools-plugins", "demo", "math.jar"), plugins.resolve("math.jar"));
    PluginJars.jar(plugins, "chatty", PluginJars.plugin("""
        @Tool public String err() { return print(System.err); }
        @Tool public String out() { return print(System.out); }
        @Tool public String jul() { return times(java.util.logging.Logger.getLogger("chatty")::warning); }
        @Tool public String log() { return times(line -> System.getLogger("chatty").log(System.Logger.Level.WARNING, line)); }
        @Tool public String fail() { throw new IllegalStateException("as asked"); }
        private static String print(java.io.PrintStream to) { return times(to::println); }
        private static String times(java.util.function.Consumer<String> to) {
          for (int i = 0; i < 2_000; i++) { to.accept("x".repeat(100)); }
          return "printed";
        }"""));
    http = RedisExtension.freePort();
    admin = RedisExtension.freePort();
    Files.writeString(Files.createDirectories(folder.resolve("conf")).resolve("gatehouse.json"), """
        { "http": {"port": %d}, "admin": {"port": %d}, "redis": {"connectTimeout": "30s", "embedded": {"port": %d}} }
        """.formatted(http, admin, RedisExtension.freePort()));
  }

  private McpClient with(String key) {
    return McpClient.of("http://127.0.0.1:" + http + "/mcp").key(key);
  }

  private String mint() {
    Matcher key = KEY.matcher(JarProcess.run(folder, "mint", "--tenant", "demo", "--tools", "*", "--apply").err());
    assertThat(key.find()).isTrue();
    return key.group();
  }

  private String admin(String path) {
    McpClient.Reply reply = McpClient.of("http://127.0.0.1:" + admin + path).send("GET", null);
    assertThat(reply.status()).isEqualTo(200);
    return reply.text();
  }

  @Test
  void calls_metrics_and_the_stop_go_on() {
    JarProcess host = JarProcess.startUnread(folder).ready();
    String key = mint();

    for (int i = 0; i < 3_000; i++) {
      assertThat(with("gth_nobody" + i).list().status()).isEqualTo(401);
    }
    for (String way : List.of("err", "out", "jul", "log")) {
      assertThat(with(key).call(way, "{}").toolText()).as(way).isEqualTo("printed");
    }
    assertThat(with(key).call("fail", "{}").status()).isEqualTo(200);
    assertThat(with(key).call("add", SUM).toolText()).isEqualTo("5");
    admin("/health/live");
    assertThat(admin("/metrics")).contains("gatehouse_log_dropped_total 0.0");

    assertThat(host.signal("TERM").exit()).isZero();
  }

  @Test
  void what_was_dropped_is_counted_and_told_when_somebody_reads_again() {
    JarProcess host = JarProcess.startUnread(folder).ready();
    String key = mint();
    for (int i = 0; i < 100; i++) {
      assertThat(with("gth_nobody" + i).list().status()).isEqualTo(401);
    }
    for (int i = 0; i < 30; i++) {
      assertThat(with(key).call("err", "{}").toolText()).isEqualTo("printed");
    }
    assertThat(admin("/metrics")).containsPattern("gatehouse_log_dropped_total [1-9]");

    host.readErr();
    JarProcess.await("the line", () -> host.err().contains(" lines were dropped: nobody read stderr\n"));
    assertThat(host.err().lines().filter(line -> line.contains(" refused: "))).as("refusals that repeat are throttled").hasSize(3);
    assertThat(host.signal("TERM").exit()).isZero();
    JarProcess.await("the last lines", () -> host.err().contains("INFO  RunCommand: stopped\n"));
    assertThat(host.err()).contains(": 97 more like this: refused: malformed key, from 127.0.0.1\n");
  }
}
