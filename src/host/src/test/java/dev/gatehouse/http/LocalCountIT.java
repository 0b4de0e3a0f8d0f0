package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.SameDay;
import dev.gatehouse.TestHost;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code limits.onOutage} is {@code local}: while Redis is away this host counts alone. */
@Timeout(180)
@ExtendWith(SameDay.class)
class LocalCountIT {

  private static final String CALL = "{\"a\": 2, \"b\": 3}";

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "limits": { "onOutage": "local" }, "tenants": { "open": { "anonymous": { "tools": "*", "rate": "3/1h" } } } }
      """).plugin("open", "math");

  private static McpClient.Reply call() {
    return McpClient.of(host.url() + "/t/open/mcp").call("add", CALL);
  }

  @Test
  void an_outage_is_counted_here_and_its_end_there() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(call().status()).isEqualTo(200);
    }
    assertThat(call().status()).isEqualTo(429);

    host.redis().stop();

    for (int i = 0; i < 3; i++) {
      assertThat(call().status()).as("from the start, alone").isEqualTo(200);
    }
    McpClient.Reply limited = call();
    assertThat(limited.status()).isEqualTo(429);
    assertThat(limited.message()).startsWith("The limit of 3/1h of this address is used up");

    host.redis().start();

    eventually(() -> Integer.parseInt(host.redis().cli("XLEN", "mcp:audit:{open}")) >= 6);
    eventually(() -> host.redis().cli("HGETALL", "mcp:refused:{open}:" + LocalDate.now(ZoneOffset.UTC))
        .contains("tools/call\tadd\tlimited\t3/1h of this address\n2\t"));
    assertThat(call().status()).as("what was counted before is still counted").isEqualTo(429);
  }

  @Test
  void an_answer_that_says_no_is_no_outage() throws Exception {
    host.redis().cli("FLUSHALL");
    host.redis().cli("CONFIG", "SET", "maxmemory", "1kb");
    try {
      // Where the other test has stopped Redis, the way to it may still be closed.
      eventually(() -> call().status(), 503);
    } finally {
      host.redis().cli("CONFIG", "SET", "maxmemory", "0");
    }
  }
}
