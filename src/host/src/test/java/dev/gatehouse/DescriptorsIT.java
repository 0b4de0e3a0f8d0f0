package dev.gatehouse;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.McpClient;
import dev.gatehouse.http.RawConnection;
import dev.gatehouse.redis.RedisExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host with few file descriptors and many connections that bring nothing. */
@Timeout(180)
class DescriptorsIT {

  private static final Pattern KEY = Pattern.compile("gth_[0-9a-z]{12}_[0-9a-f]{64}_[0-9a-f]{8}");
  private static final String HALF = "POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Half:";

  @TempDir
  private Path folder;

  @Test
  void a_thousand_half_sent_requests_keep_neither_callers_nor_operators_out() throws IOException, InterruptedException {
    int http = RedisExtension.freePort();
    int admin = RedisExtension.freePort();
    Files.copy(Path.of(System.getProperty("gatehouse.root"), "tools-plugins", "demo", "math.jar"),
        Files.createDirectories(folder.resolve("tools-plugins/demo")).resolve("math.jar"));
    Files.writeString(Files.createDirectories(folder.resolve("conf")).resolve("gatehouse.json"), """
        { "http": {"port": %d, "headTimeout": "1h"}, "admin": {"port": %d},
          "redis": {"connectTimeout": "30s", "embedded": {"port": %d}} }
        """.formatted(http, admin, RedisExtension.freePort()));
    JarProcess host = JarProcess.startWithDescriptors(folder, 1024).ready();
    McpClient caller = McpClient.of("http://127.0.0.1:" + http + "/mcp").key(key(host));
    McpClient operator = McpClient.of("http://127.0.0.1:" + admin + "/health/ready");
    List<RawConnection> halves = new ArrayList<>();
    try {
      for (int port : List.of(http, admin)) {
        for (int i = 0; i < 1_000; i++) {
          halves.add(RawConnection.open(port, HALF));
        }
        // At the end of such a burst those that make room may not all have been closed yet; then a newcomer comes again.
        eventually(() -> answers(() -> operator.send("GET", null).status() == 200));
        eventually(() -> answers(() -> caller.call("add", "{\"a\": 2, \"b\": 3}").toolText().equals("5")));
      }
    } finally {
      halves.forEach(RawConnection::close);
      host.signal("TERM");
    }
    assertThat(host.exit()).isZero();
    assertThat(host.err()).doesNotContain("Too many open files");
  }

  private static boolean answers(BooleanSupplier call) {
    try {
      return call.getAsBoolean();
    } catch (UncheckedIOException closed) {
      return false;
    }
  }

  private static String key(JarProcess host) throws InterruptedException {
    eventually(() -> KEY.matcher(host.err()).find());
    Matcher key = KEY.matcher(host.err());
    assertThat(key.find()).isTrue();
    return key.group();
  }
}
