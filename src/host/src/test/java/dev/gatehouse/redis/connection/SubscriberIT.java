package dev.gatehouse.redis.connection;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.config.RedisTlsConfig;
import dev.gatehouse.redis.RedisExtension;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(VertxExtension.class)
class SubscriberIT {

  private static final int MANY = 8;

  @RegisterExtension
  static final RedisExtension redis = RedisExtension.ofItsOwn();

  private final Set<NetSocket> unanswered = ConcurrentHashMap.newKeySet();
  private volatile boolean mute = true;

  /** Says where it hears. */
  private static final class Hearing implements ChannelListener {

    private final List<Thread> where = new CopyOnWriteArrayList<>();

    @Override
    public void heard(Buffer message) {
      where.add(Thread.currentThread());
    }

    @Override
    public void heardAgain() {
      // Not looked at.
    }
  }

  @Test
  void an_answer_that_does_not_come_is_given_up_on_the_own_event_loop(Vertx vertx) throws Exception {
    NetClient tunnels = vertx.createNetClient();
    NetServer between = vertx.createNetServer().connectHandler(client -> tunnel(tunnels, client)).listen(0, "127.0.0.1").await();
    RedisEndpoint url = RedisEndpoint.parse("redis://127.0.0.1:" + between.actualPort(), RedisTlsConfig.DEFAULT);
    List<Thread> loops = new CopyOnWriteArrayList<>();
    List<Hearing> hearing = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      Hearing hears = new Hearing();
      Subscriber one = new Subscriber(url.address(), new FixedMaster(url), new RedisProblems(url.address()), List.of("news"), hears);
      hearing.add(hears);
      vertx.deployVerticle((Deployable) context -> {
        one.init(vertx, context);
        loops.add(Thread.currentThread());
        return one.start();
      });
      eventually(() -> loops.size() == hearing.size());
    }
    eventually(() -> unanswered.size() >= 2 * MANY);
    mute = false;
    eventually(() -> redis.cli("PUBSUB", "NUMSUB", "news").equals("news\n" + MANY));
    redis.cli("PUBLISH", "news", "x");
    for (int i = 0; i < MANY; i++) {
      Hearing one = hearing.get(i);
      eventually(() -> one.where.size() == 1);
      assertThat(one.where).as("its event loop").containsExactly(loops.get(i));
    }
  }

  /** Drops a subscription while this is mute. */
  private void tunnel(NetClient tunnels, NetSocket client) {
    client.pause();
    tunnels.connect(redis.port(), "127.0.0.1").onSuccess(server -> {
      client.handler(data -> {
        if (mute && data.toString().contains("subscribe")) {
          unanswered.add(client);
        } else {
          server.write(data);
        }
      });
      client.closeHandler(closed -> server.close());
      client.resume();
      server.pipeTo(client);
    });
  }
}
