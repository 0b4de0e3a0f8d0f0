package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.TestHost;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** A Redis that cannot write to its disk, on the admin port: the host serves, and says so. */
class FullDiskIT {

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private static McpClient.Reply admin(String path) {
    return McpClient.of("http://127.0.0.1:" + host.adminPort() + path).send("GET", null);
  }

  private static boolean shown(String status, String failing) {
    return admin("/health/ready").text().contains("\"aof_last_write_status\":\"" + status + '"')
        && admin("/metrics").text().contains("gatehouse_redis_persistence_failing " + failing);
  }

  @AfterEach
  void makeRoom() throws Exception {
    limitFiles("unlimited:unlimited");
    eventually(() -> shown("ok", "0.0"));
  }

  private static void fill() throws Exception {
    assumeTrue(limitFiles("0:unlimited"), "needs prlimit, of Linux");
    host.redis().cli("SET", "a", "b");
    eventually(() -> shown("err", "1.0"));
  }

  @Test
  void it_is_shown_while_it_lasts_and_what_needs_no_writing_goes_on() throws Exception {
    String key = host.key("demo", "tools", "add");
    fill();
    assertThat(admin("/health/ready").status()).isEqualTo(200);
    assertThat(McpClient.of(host.url() + "/mcp").key(key).call("add", "{\"a\": 2, \"b\": 3}").toolText()).isEqualTo("5");
  }

  @Test
  void a_host_starts_beside_it() throws Exception {
    String key = host.key("demo", "tools", "add");
    fill();
    host.stop();
    host.start();
    eventually(() -> shown("err", "1.0"));
    assertThat(McpClient.of(host.url() + "/mcp").key(key).call("add", "{\"a\": 2, \"b\": 3}").toolText()).isEqualTo("5");
  }

  @Test
  void changes_are_told_of_all_the_while() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger tracking = (Logger) LoggerFactory.getLogger("dev.gatehouse.redis.connection.Tracking");
    tracking.addAppender(log);
    fill();
    Thread.sleep(1_000);
    tracking.detachAppender(log);
    // A machine that stands still for a second is no change of the link's.
    assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
        .allMatch(line -> line.contains("no answer for a second") || line.endsWith(" again"));
  }

  private static boolean limitFiles(String softAndHard) throws InterruptedException {
    try {
      return new ProcessBuilder("prlimit", "--pid", "" + host.redis().processId(), "--fsize=" + softAndHard).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
