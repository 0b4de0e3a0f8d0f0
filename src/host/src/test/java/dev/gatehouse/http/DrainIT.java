package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A host that stops tells its clients that their connections end. */
class DrainIT {

  private static final String SLOW = PluginJars.plugin("""
      @Tool public String slow() throws InterruptedException {
        while (!Boolean.getBoolean("gatehouse.test.drain")) {
          Thread.sleep(10);
        }
        return "done";
      }
      """);

  @RegisterExtension
  static final TestHost host = new TestHost("{}").jar("demo", PluginJars.jar(folder(), "slow", SLOW));

  private static Path folder() {
    try {
      return Files.createTempDirectory("drain");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void start_again() throws Exception {
    host.start();
  }

  @Test
  void what_still_runs_is_answered_on_a_connection_that_closes() throws Exception {
    try (RawConnection connection = RawConnection.open(host.url(), Wire.call(host.key("demo", "tools", "*"), "slow"))) {
      eventually(() -> Wire.metric(host, "gatehouse_calls_running") == 1);
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(host::stop);
      eventually(() -> McpClient.of("http://127.0.0.1:" + host.adminPort() + "/health/ready").send("GET", null).status() == 503);
      System.setProperty("gatehouse.test.drain", "true");

      String answer = connection.rest();

      assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close").contains("done");
      stopped.join();
    }
  }

  @Test
  void http_2_is_told_to_go_away() throws Exception {
    Vertx vertx = Vertx.vertx();
    HttpClientAgent client = vertx.createHttpClient(new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2)
        .setHttp2ClearTextUpgrade(false));
    HttpClientConnection connection = client.connect(new HttpConnectOptions().setHost("127.0.0.1")
        .setPort(URI.create(host.url()).getPort())).await();
    AtomicBoolean told = new AtomicBoolean();
    connection.goAwayHandler(away -> told.set(true));

    host.stop();

    eventually(told::get);
    vertx.close().await();
  }
}
