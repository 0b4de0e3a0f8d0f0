package dev.gatehouse.redis.connection;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.config.RedisTlsConfig;
import dev.gatehouse.redis.RedisExtension;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A connection to a node that is new to a host, which nobody waits for. */
@ExtendWith(VertxExtension.class)
class PipelinedConnectionIT {

  @RegisterExtension
  static final RedisExtension redis = RedisExtension.ofItsOwn();

  private final List<String> told = new CopyOnWriteArrayList<>();

  private final class Told implements PipelinedConnection.Listener {

    @Override
    public void opened(PipelinedConnection connection) {
      told.add("opened");
    }

    @Override
    public void lost(String why) {
      told.add("lost");
    }

    @Override
    public void regained() {
      told.add("regained");
    }

    @Override
    public void notYet(Throwable cause) {
      told.add("not yet");
    }

    @Override
    public void took(long nanos) {
      // Not looked at.
    }

    @Override
    public void refused(Request request, @Nullable String purpose, StoreUnavailableException error) {
      // Not looked at.
    }

    @Override
    public void unfit() {
      // Not looked at.
    }
  }

  @Test
  void what_was_never_open_is_not_regained_and_what_was_lost_is(Vertx vertx) throws Exception {
    RedisEndpoint node = RedisEndpoint.parse(redis.url(), RedisTlsConfig.DEFAULT);
    PipelinedConnection connection = new PipelinedConnection(node.address(), new FixedMaster(node), Duration.ofSeconds(30), 10_000, 0,
        alone -> true, new Told());
    Context context = vertx.getOrCreateContext();
    connection.init(vertx, context);
    redis.stop();
    try {
      context.runOnContext(v -> connection.startLater());
      eventually(() -> told.contains("not yet"));
    } finally {
      redis.start();
    }
    eventually(() -> told.contains("opened"));
    redis.cli("CLIENT", "KILL", "TYPE", "normal");
    eventually(() -> told.contains("regained"));
    told.removeIf("not yet"::equals);
    assertThat(told).containsExactly("opened", "lost", "opened", "regained");
    context.runOnContext(v -> connection.stop());
  }
}
