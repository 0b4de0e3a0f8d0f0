package dev.gatehouse;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cli.Main;
import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.RedisTlsConfig;
import dev.gatehouse.http.McpClient;
import dev.gatehouse.redis.RedisExtension;
import dev.gatehouse.redis.connection.RedisStartException;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A Redis with TLS as its own documentation sets it up: a private authority, and clients that show a certificate. */
@ExtendWith(VertxExtension.class)
class RedisTlsIT {

  private static final SignedCertificates PRIVATE = SignedCertificates.create().sign("redis").sign("host");
  private static final SignedCertificates OTHER = SignedCertificates.create().sign("stranger");
  private static final int PORT = freePort();

  @RegisterExtension
  static final RedisExtension redis = RedisExtension.with("--tls-port", "" + PORT, "--tls-ca-cert-file", PRIVATE.ca().toString(),
      "--tls-cert-file", PRIVATE.cert("redis").toString(), "--tls-key-file", PRIVATE.key("redis").toString());

  private static int freePort() {
    try {
      return RedisExtension.freePort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RedisTlsConfig tls(Path ca, SignedCertificates of, String name) {
    return new RedisTlsConfig(ca, of == null ? null : of.cert(name), of == null ? null : of.key(name));
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> failure(Vertx vertx, String host, RedisTlsConfig tls) {
    RedisLink link = new RedisLink(vertx, "rediss://:hunter2@" + host + ":" + PORT, tls, 1);
    return assertThatThrownBy(() -> link.connect(Duration.ofMinutes(5)).await()).as("at once").isInstanceOf(RedisStartException.class)
        .hasMessageStartingWith("cannot use Redis at " + host + ":" + PORT + " (redis.url): ").hasMessageNotContaining("hunter2");
  }

  @Test
  void a_whole_host_is_served_by_it(@TempDir Path dir) throws Exception {
    Path config = Files.writeString(dir.resolve("gatehouse.json"), """
        { "redis": { "url": "rediss://127.0.0.1:%d", "ca": "%s", "cert": "%s", "key": "%s" }, "plugins": { "dir": "%s" },
          "http": { "port": 0 }, "admin": { "port": 0 } }"""
        .formatted(PORT, PRIVATE.ca(), PRIVATE.cert("host"), PRIVATE.key("host"), dir.resolve("plugins")));
    Host host = Host.start(ConfigLoader.load(config));
    McpClient page = McpClient.of("http://127.0.0.1:" + host.adminPort() + "/metrics");
    try {
      eventually(
          () -> page.send("GET", null).text().contains("gatehouse_certificate_expiry_timestamp_seconds{certificate=\"redis.cert\"} "));
    } finally {
      host.close();
    }
    assertThat(Main.commandLine().execute("mint", "--tenant", "demo", "--tools", "*", "--apply", config.toString())).isZero();
    assertThat(redis.cli("KEYS", "mcp:key:*")).startsWith("mcp:key:");
  }

  @Test
  void an_authority_that_is_not_known_names_the_setting(Vertx vertx) {
    failure(vertx, "127.0.0.1", tls(null, PRIVATE, "host")).hasMessageContaining("certification path").hasMessageContaining("redis.ca");
    failure(vertx, "127.0.0.1", tls(OTHER.ca(), PRIVATE, "host")).hasMessageContaining("redis.ca");
  }

  @Test
  void a_certificate_that_is_missing_or_not_trusted_names_the_settings(Vertx vertx) {
    failure(vertx, "127.0.0.1", tls(PRIVATE.ca(), null, null)).hasMessageContaining("redis.cert and redis.key");
    failure(vertx, "127.0.0.1", tls(PRIVATE.ca(), OTHER, "stranger")).hasMessageContaining("redis.cert");
  }

  @Test
  void a_name_that_is_not_in_the_certificate_is_told(Vertx vertx) {
    failure(vertx, "localhost", tls(PRIVATE.ca(), PRIVATE, "host")).hasMessageContaining("stands in the certificate");
  }

  @Test
  void a_key_of_another_certificate_is_told(Vertx vertx) {
    failure(vertx, "127.0.0.1", new RedisTlsConfig(PRIVATE.ca(), PRIVATE.cert("host"), OTHER.key("stranger")))
        .hasMessageContaining("redis.key is not that of");
  }
}
