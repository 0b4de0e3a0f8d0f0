package peers;

import io.quarkiverse.mcp.server.Tool;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.RedisAPI;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The sum, three times: on the event loop, on a thread of the pool, and on the event loop after one script in Redis. */
@Singleton
public class Tools {

  @Inject
  RedisAPI redis;

  @ConfigProperty(name = "calls.script")
  String script;

  private volatile Uni<String> digest;

  @Tool(description = "Adds two numbers.")
  @NonBlocking
  String add(int a, int b) {
    return Integer.toString(a + b);
  }

  @Tool(description = "Adds two numbers.")
  String addOnThread(int a, int b) {
    return Integer.toString(a + b);
  }

  /** The limiter's script of the plain ceiling, by its digest; a refusal is no sum. */
  @Tool(description = "Adds two numbers.")
  Uni<String> addAfterRedis(int a, int b) {
    return digest().chain(sha -> redis.evalsha(List.of(sha, "1", "quarkus", "86", "86400000000")))
        .map(reply -> reply.toLong() == 0 ? Integer.toString(a + b) : "refused");
  }

  private Uni<String> digest() {
    if (digest == null) {
      digest = redis.script(List.of("LOAD", script)).map(Object::toString).memoize().indefinitely();
    }
    return digest;
  }
}
