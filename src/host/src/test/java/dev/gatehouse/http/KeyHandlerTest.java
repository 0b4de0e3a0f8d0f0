package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.AuthRequest;
import dev.gatehouse.auth.AuthScheme;
import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.key.ApiKeyAuthentication;
import dev.gatehouse.auth.key.KeyPolicy;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.KeyState;
import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.config.ConnectionsConfig;
import dev.gatehouse.config.HttpConfig;
import dev.gatehouse.feature.trace.CallTracer;
import dev.gatehouse.mcp.CallMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a caller is told whose key was not looked up. */
@ExtendWith(VertxExtension.class)
class KeyHandlerTest {

  private static final int MOST_TRIES = 10_000;

  private final SecureRandom random = new SecureRandom();
  private final ApiKeyAuthentication authentication = new ApiKeyAuthentication(
      key -> Future.succeededFuture(KeyRecord.of(key.id(), KeyState.unknown(), Instant.now())), new KeyPolicy(false, true),
      Clock.systemUTC());

  private static final Challenges KEYS_ALONE = new Challenges(null, new CanonicalUrls(
      new HttpConfig("127.0.0.1", 1, null, false, List.of(), List.of(), List.of(), null, 1024, true, ConnectionsConfig.DEFAULT), List::of));

  private static final Ledger NO_LEDGER = new Ledger() {
    @Override
    public void record(Entry entry) {
      // Not looked at.
    }

    @Override
    public void seen(Principal principal) {
      // Not looked at.
    }
  };

  private static int serve(Vertx vertx, List<AuthScheme> schemes) {
    Router router = Router.router(vertx);
    router.route()
        .handler(
            new KeyHandler(schemes, null, new ClientAddress(List.of()), NO_LEDGER,
                new CallMetrics(new PrometheusRegistry(), null), new LogThrottle(), null, null, KEYS_ALONE, CallTracer.NONE).handler())
        .failureHandler(new Failures());
    return vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await().actualPort();
  }

  private McpClient.Reply call(int port) {
    return call(port, NewKey.create(random).text());
  }

  private static McpClient.Reply call(int port, String credential) {
    return McpClient.of("http://127.0.0.1:" + port + "/mcp").key(credential).list();
  }

  private static Future<Admission> busy(AuthRequest request) {
    return request.credential().startsWith("token-")
        ? Future.succeededFuture(new Admission.Refused(AuthFailure.TOO_MANY_UNKNOWN, null, null)) : null;
  }

  private void flood(AtomicBoolean over) {
    String nobodys = NewKey.create(random).text();
    while (!over.get()) {
      authentication.admit(nobodys, "127.0.0.1");
    }
  }

  @Test
  void the_first_scheme_that_knows_the_credential_decides(Vertx vertx) {
    int port = serve(vertx, List.of(KeyHandlerTest::busy, authentication));

    assertThat(call(port, "token-1").status()).isEqualTo(429);
    assertThat(call(port, "other-1").status()).isEqualTo(401);
  }

  @Test
  void a_credential_that_no_scheme_knows_is_refused(Vertx vertx) {
    assertThat(call(serve(vertx, List.of(KeyHandlerTest::busy)), "other-1").status()).isEqualTo(401);
  }

  @Test
  void a_key_that_was_not_checked_is_not_called_a_bad_one(Vertx vertx) {
    int port = serve(vertx, List.of(authentication));
    assertThat(call(port).status()).isEqualTo(401);
    McpClient.Reply refused = call(port);
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> flood(over));
    try {
      for (int i = 0; i < MOST_TRIES && refused.status() == 401; i++) {
        refused = call(port);
      }
    } finally {
      over.set(true);
      flood.join();
    }
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.code()).isEqualTo(429);
    assertThat(refused.message()).contains("was not checked").contains("Try again in 1 s");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(refused.header("WWW-Authenticate")).isNull();
  }
}
