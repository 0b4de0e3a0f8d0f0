package dev.gatehouse.redis.connection;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import java.util.concurrent.TimeUnit;

/**
 * Opens connections to Redis and verifies each before use.
 *
 * <p>A connection of the client that is cut is dead for good, and closing it only hands it back to its pool. So each connection
 * has a client of its own, and closing that client really closes the socket.
 */
public final class RedisConnector {

  private static final int TCP_MILLIS = 2_000;

  private final Vertx vertx;
  private final Masters masters;

  /** An open connection, with the client to close and the server that it is to. */
  public record Held(Redis client, RedisConnection connection, RedisEndpoint server) {
  }

  public RedisConnector(Vertx vertx, Masters masters) {
    this.vertx = vertx;
    this.masters = masters;
  }

  /**
   * Opens a connection to the master.
   *
   * @param mostInFlight more unanswered commands than this, and the next one fails as if Redis were away
   * @param millis after which it is given up
   * @return fails with {@link UnfitRedisException}, with what Redis answered, or with why the connection cannot be had
   */
  public Future<Held> open(int mostInFlight, long millis) {
    return masters.find()
        .compose(server -> server.options(vertx, mostInFlight, TCP_MILLIS).compose(options -> open(server, options, millis)));
  }

  private Future<Held> open(RedisEndpoint server, RedisOptions options, long millis) {
    Redis client = Redis.createClient(vertx, options);
    Attempt attempt = new Attempt(vertx.getOrCreateContext(), server);
    masters.add(attempt);
    client.connect()
        .compose(connection -> RedisChecks.verifyNew(connection, info -> masters.verify(server, info))
            .map(fit -> new Held(client, connection, server)))
        .timeout(millis, TimeUnit.MILLISECONDS)
        .onComplete(attempt::end);
    return attempt.ended.future()
        .onFailure(cause -> client.close())
        .onComplete(ended -> masters.remove(attempt));
  }

  /** An attempt to connect, which ends when the server is no longer the master: one that hangs would not end for long. */
  private final class Attempt implements Masters.Guest {

    private final Context context;
    private final RedisEndpoint server;
    private final Promise<Held> ended = Promise.promise();

    Attempt(Context context, RedisEndpoint server) {
      this.context = context;
      this.server = server;
    }

    @Override
    public Future<Void> leave() {
      Promise<Void> left = Promise.promise();
      context.runOnContext(v -> {
        checkMaster();
        left.complete();
      });
      return left.future();
    }

    private void checkMaster() {
      if (!masters.isCurrent(server)) {
        ended.tryFail(NoMasterException.replaced(server));
      }
    }

    void end(AsyncResult<Held> opened) {
      checkMaster();
      if (opened.succeeded()) {
        ended.tryComplete(opened.result());
      } else {
        ended.tryFail(opened.cause());
      }
    }
  }
}
