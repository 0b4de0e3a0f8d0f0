package dev.gatehouse;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.McpClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /health/ready} says why Redis cannot be used, and what it refuses. */
class RedisReasonsIT {

  private static final String CALL = "{\"a\": 2, \"b\": 3}";

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math").user("gate", "pw", List.of("~mcp:*", "&mcp:*", "+@all"));

  private static McpClient.Reply ready() {
    return McpClient.of("http://127.0.0.1:" + host.adminPort() + "/health/ready").send("GET", null);
  }

  private static int add(String key) {
    return McpClient.of(host.url() + "/mcp").key(key).call("add", CALL).status();
  }

  @Test
  void a_password_that_redis_takes_no_more() throws InterruptedException {
    String key = host.key("demo", "tools", "*");
    assertThat(add(key)).isEqualTo(200);
    host.redis().cli("ACL", "SETUSER", "gate", "resetpass", ">another");
    host.redis().cli("CLIENT", "KILL", "USER", "gate");
    eventually(() -> ready().status() == 503 && ready().text().contains("cannot be used: WRONGPASS"));
    assertThat(ready().text()).doesNotContain("pw@").doesNotContain("another\"");
    eventually(() -> add(key) == 503);
    host.redis().cli("ACL", "SETUSER", "gate", "resetpass", ">pw");
    eventually(() -> ready().status() == 200 && add(key) == 200);
    eventually(() -> !ready().text().contains("problems"));
  }

  @Test
  void a_command_that_redis_does_not_run() throws InterruptedException {
    String key = host.key("demo", "tools", "*", "rate", "1000/1m");
    host.redis().cli("ACL", "SETUSER", "gate", "-evalsha", "-eval");
    eventually(() -> add(key) == 503);
    assertThat(ready().text()).contains("\"problems\":[", "refuses limits: NOPERM").contains("\"status\":\"DEGRADED\"");
    assertThat(ready().status()).as("calls without limits are served").isEqualTo(200);
    assertThat(ready().text()).startsWith("{\"status\":\"DEGRADED\"");
    host.redis().cli("ACL", "SETUSER", "gate", "+evalsha", "+eval");
    eventually(() -> add(key) == 200);
    eventually(() -> !ready().text().contains("refuses limits"));
  }
}
