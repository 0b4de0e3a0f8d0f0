package dev.gatehouse;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.McpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two hosts in one JVM, each with a Redis and a tenant of the same name, know nothing of each other. */
@Timeout(180)
class SideBySideIT {

  private static final String SLOW = "static final java.util.concurrent.Semaphore GO = new java.util.concurrent.Semaphore(0);"
      + " @Tool public String slow() throws Exception { GO.acquire(); return \"x\".repeat(200_000); }"
      + " @Tool public void go() { GO.release(); }";

  @RegisterExtension
  static final TestHost one = new TestHost("{}").plugin("demo", "math");

  @RegisterExtension
  static final TestHost two = new TestHost("{}").plugin("demo", "math").code("demo", "slow", SLOW);

  private static McpClient client(TestHost host, String key) {
    return McpClient.of(host.url() + "/mcp").key(key);
  }

  private static int status(TestHost host, String key) {
    return client(host, key).call("add", "{\"a\": 2, \"b\": 3}").status();
  }

  private static String metrics(TestHost host) {
    return McpClient.of("http://127.0.0.1:" + host.adminPort() + "/metrics").send("GET", null).text();
  }

  @Test
  void a_host_stops_while_the_other_goes_on() throws Exception {
    String ones = one.key("demo", "tools", "*");
    String twos = two.key("demo", "tools", "*");
    assertThat(status(one, ones)).isEqualTo(200);
    assertThat(status(two, twos)).isEqualTo(200);
    assertThat(status(one, twos)).as("the other's key").isEqualTo(401);
    assertThat(status(two, ones)).as("the other's key").isEqualTo(401);
    assertThat(metrics(one)).contains("tool=\"add\"").doesNotContain("tool=\"slow\"");

    // A call of the other's that runs, and a long answer that is to be written, hold up no drain but their own.
    Thread running = new Thread(() -> client(two, twos).call("slow", "{}"));
    running.start();
    eventually(() -> metrics(two).contains("gatehouse_calls_running{tenant=\"demo\"} 1"));
    one.stop();

    assertThat(status(two, twos)).isEqualTo(200);
    assertThat(running.isAlive()).isTrue();
    assertThat(client(two, twos).call("go", "{}").status()).isEqualTo(200);
    running.join();
    one.start();
    assertThat(status(one, ones)).as("started again, beside the other").isEqualTo(200);
  }
}
