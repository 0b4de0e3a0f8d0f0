package dev.gatehouse.redis.sentinel;

import static dev.gatehouse.Eventually.eventually;

import dev.gatehouse.config.RedisTlsConfig;
import dev.gatehouse.record.RedisUrl.Server;
import dev.gatehouse.redis.RedisExtension;
import dev.gatehouse.redis.connection.RedisEndpoint;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(VertxExtension.class)
class SentinelEventsIT {

  private static final String SWITCH = "mymaster 10.0.0.1 6379 10.0.0.2 6379";

  /** Subscriptions are all that is wanted of it. */
  @RegisterExtension
  static final RedisExtension redis = RedisExtension.ofItsOwn();

  private final List<String> told = new CopyOnWriteArrayList<>();

  @Test
  @Timeout(120)
  void a_connection_that_went_silent_is_given_up_for_a_new_one(Vertx vertx) throws Exception {
    List<NetSocket> through = new CopyOnWriteArrayList<>();
    NetClient tunnels = vertx.createNetClient();
    NetServer between = vertx.createNetServer().connectHandler(client -> {
      through.add(client);
      client.pause();
      tunnels.connect(redis.port(), "127.0.0.1").onSuccess(server -> {
        client.pipeTo(server);
        server.pipeTo(client);
      });
    }).listen(0, "127.0.0.1").await();
    RedisEndpoint url = RedisEndpoint.parse("redis://127.0.0.1:" + between.actualPort(), RedisTlsConfig.DEFAULT);
    Context context = vertx.getOrCreateContext();
    SentinelEvents events = new SentinelEvents(vertx, url, "mymaster", 1_000, new SentinelEvents.Listener() {
      @Override
      public void replaced(Server old) {
        told.add("replaced " + old);
      }

      @Override
      public void failedOver() {
        told.add("failed over");
      }
    });
    context.runOnContext(v -> vertx.setPeriodic(100, tick -> events.open()));
    eventually(() -> redis.cli("PUBLISH", "+switch-master", SWITCH).equals("1") && !told.isEmpty());
    int opened;
    do { // a pause of this machine costs a connection; one that is confirmed stays
      opened = through.size();
      Thread.sleep(4_000);
    } while (through.size() > opened);
    int last = opened;
    through.get(last - 1).pause();
    eventually(() -> through.size() > last);
    told.clear();
    eventually(() -> !redis.cli("PUBLISH", "+switch-master", SWITCH).equals("0") && !told.isEmpty());
  }
}
