package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A host that stops is not ready for a while before its port closes, so that a load balancer sends nobody to a closed port. */
class NotReadyIT {

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "shutdown": {"notReady": "5s"} }
      """).plugin("demo", "math");

  private static int ready() {
    return McpClient.of("http://127.0.0.1:" + host.adminPort() + "/health/ready").send("GET", null).status();
  }

  @Test
  void new_callers_are_served_while_readiness_is_down_and_until_the_port_closes() throws Exception {
    McpClient client = McpClient.of(host.url() + "/mcp").key(host.key("demo", "tools", "*"));
    assertThat(ready()).isEqualTo(200);

    long began = System.nanoTime();
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(host::stop);
    eventually(() -> ready() == 503);

    assertThat(client.call("add", "{\"a\": 2, \"b\": 3}").toolText()).isEqualTo("5");
    stopped.join();
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)).isGreaterThanOrEqualTo(5);
    host.start();
  }
}
