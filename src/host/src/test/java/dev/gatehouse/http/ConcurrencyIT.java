package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many calls may run at once, by record. */
@Timeout(180)
class ConcurrencyIT {

  private static final long PATIENCE_SECONDS = 30;

  private static final String SLOW = PluginJars.plugin("""
      static volatile int began;
      static CountDownLatch gate = new CountDownLatch(1);
      @Tool public String wait_() throws InterruptedException { began++; gate.await(); return "done"; }
      @Tool public int began() { int begun = began; began = 0; return begun; }
      @Tool public String open() { gate.countDown(); gate = new CountDownLatch(1); return "opened"; }
      @Tool public String fails() { throw new IllegalStateException(); }
      @Tool public void hangs() throws InterruptedException { Thread.sleep(600_000); }
      """);

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "calls": { "timeout": "2m" }, "tenants": { "demo": { "calls": { "tools": { "hangs": { "timeout": "300ms" } } } } } }
      """)
      .jar("demo", PluginJars.jar(folder(), "slow", SLOW));

  private static Path folder() {
    try {
      return Files.createTempDirectory("gatehouse-jars");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static McpClient with(String... fields) {
    String[] all = new String[fields.length + 2];
    all[0] = "tools";
    all[1] = "*";
    System.arraycopy(fields, 0, all, 2, fields.length);
    return McpClient.of(host.url() + "/mcp").key(host.key("demo", all));
  }

  /** A call that runs. */
  private static CompletableFuture<McpClient.Reply> running(McpClient client) throws InterruptedException {
    CompletableFuture<McpClient.Reply> call = CompletableFuture.supplyAsync(() -> client.call("wait_", "{}"));
    McpClient other = with();
    eventually(() -> other.call("began", "{}").toolText(), "1");
    return call;
  }

  @Test
  void the_call_too_many_is_told_whose_ceiling_it_is_and_spends_nothing() throws Exception {
    McpClient client = with("concurrency", "1", "rate", "1000/1h");
    CompletableFuture<McpClient.Reply> running = running(client);

    McpClient.Reply busy = client.call("fails", "{}");

    assertThat(busy.status()).isEqualTo(429);
    assertThat(busy.header("Retry-After")).isEqualTo("1");
    assertThat(busy.message())
        .isEqualTo("Busy: the one call that this key may run at once is running; tool 'fails' can be called again in 1 s.");
    assertThat(busy.json().at("/error/data/scope").textValue()).isEqualTo("this key");
    assertThat(with().call("fails", "{}").status()).as("another key").isEqualTo(200);
    with().call("open", "{}");
    assertThat(running.get(PATIENCE_SECONDS, TimeUnit.SECONDS).toolText()).isEqualTo("done");
    assertThat(client.call("fails", "{}").status()).as("its place is free again").isEqualTo(200);
  }

  @Test
  void a_place_is_freed_once_when_a_call_fails_or_times_out() throws Exception {
    McpClient client = with("concurrency", "2");
    for (int i = 0; i < 5; i++) {
      assertThat(client.call("fails", "{}").status()).isEqualTo(200);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(client.call("hangs", "{}").text()).contains("did not answer in time");
    }
    List<CompletableFuture<McpClient.Reply>> both = List.of(running(client), running(client));
    assertThat(client.call("fails", "{}").message()).startsWith("Busy: all 2 calls that this key may run at once are running");
    with().call("open", "{}");
    for (CompletableFuture<McpClient.Reply> one : both) {
      assertThat(one.get(PATIENCE_SECONDS, TimeUnit.SECONDS).toolText()).isEqualTo("done");
    }
    assertThat(client.call("fails", "{}").status()).isEqualTo(200);
  }

  @Test
  void an_owners_ceiling_is_over_all_their_keys() throws Exception {
    host.redis().cli("HSET", "mcp:owner:demo:ann", "concurrency", "1");
    CompletableFuture<McpClient.Reply> running = running(with("owner", "ann"));
    assertThat(with("owner", "ann").call("fails", "{}").message()).startsWith("Busy: the one call that its owner may run");
    with().call("open", "{}");
    running.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
