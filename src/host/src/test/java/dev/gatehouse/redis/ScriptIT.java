package dev.gatehouse.redis;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.StoreUnavailableException;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptIT extends LinkedTest {

  private static final Script FIND = Script.named("probe.lua", "limits");

  private Future<Response> find() {
    return FIND.run(link, List.of("mcp:key:a", "mcp:revoked"), List.of("a"));
  }

  private String evals() {
    return redis.cli("INFO", "commandstats").lines().filter(line -> line.startsWith("cmdstat_eval"))
        .map(line -> line.replaceAll(",.*", "")).sorted().toList().toString();
  }

  @Test
  void a_script_is_sent_once_and_called_by_its_digest_from_then_on() {
    redis.cli("SCRIPT", "FLUSH");
    redis.cli("CONFIG", "RESETSTAT");
    for (int i = 0; i < 3; i++) {
      find().await();
    }
    assertThat(evals()).isEqualTo("[cmdstat_eval:calls=1, cmdstat_evalsha:calls=3]");
  }

  @Test
  void many_at_once_survive_a_redis_that_has_forgotten_it() {
    find().await();
    redis.cli("SCRIPT", "FLUSH");
    Future.join(find(), find(), find(), find()).await();
  }

  @Test
  void a_restart_is_survived() throws Exception {
    find().await();
    redis.stop();
    redis.start();
    eventually(() -> find().transform(found -> Future.succeededFuture(found.succeeded())).await());
  }

  @Test
  void its_own_errors_are_not_taken_for_a_forgotten_script() {
    redis.cli("SET", "mcp:revoked", "x");
    redis.cli("CONFIG", "RESETSTAT");
    find().otherwiseEmpty().await();
    find().otherwiseEmpty().await();
    assertThat(evals()).doesNotContain("cmdstat_eval:calls=2");
    assertThatThrownBy(() -> find().await()).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("WRONGTYPE");
  }
}
