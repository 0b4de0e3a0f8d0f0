package dev.gatehouse.redis;

import dev.gatehouse.auth.StoreUnavailableException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way to Redis: one held, pipelined connection per event loop, opened ahead, so that a command neither waits for a pool nor
 * changes threads. While a connection is down its commands fail at once, and it is opened again in the background.
 */
public final class RedisLink {

  /** How long a command may take unless told otherwise. */
  public static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final RedisUrl url;
  private final Duration commandTimeout;
  private final int lanesWanted;
  private final Map<Thread, RedisLane> lanes = new ConcurrentHashMap<>();
  private volatile RedisLane anyLane;
  private volatile String deployment;

  /**
   * A link with a connection per event loop and the usual command timeout.
   *
   * @throws RedisStartException when the URL cannot be read
   */
  public RedisLink(Vertx vertx, String url) {
    this(vertx, url, COMMAND_TIMEOUT, VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE);
  }

  /**
   * A link.
   *
   * @param url {@code redis://[user:password@]host[:port][/database]}, {@code rediss://…}, or {@code unix:///path}
   * @param commandTimeout after which a command fails and its connection is given up
   * @param connections how many to hold at most, one per event loop
   * @throws RedisStartException when the URL cannot be read
   */
  public RedisLink(Vertx vertx, String url, Duration commandTimeout, int connections) {
    this.vertx = vertx;
    this.url = RedisUrl.parse(url);
    this.commandTimeout = commandTimeout;
    this.lanesWanted = connections;
  }

  /**
   * Opens all connections, trying again until the time is over.
   *
   * @return fails with {@link RedisStartException} when Redis does not answer in time or refuses the credentials
   */
  public Future<Void> connect(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    return vertx.deployVerticle(() -> new RedisLane(url, commandTimeout, deadline, this::claim),
            new DeploymentOptions().setInstances(lanesWanted))
        .onSuccess(id -> deployment = id)
        .onFailure(cause -> forgetLanes())
        .mapEmpty();
  }

  /** One lane for the event loop that asks; there may be fewer loops than connections wanted. */
  private boolean claim(RedisLane lane) {
    boolean first = lanes.putIfAbsent(Thread.currentThread(), lane) == null;
    if (first) {
      anyLane = lane;
    }
    return first;
  }

  private void forgetLanes() {
    lanes.clear();
    anyLane = null;
  }

  /**
   * Sends one command on the connection of the calling event loop, or on any when called from elsewhere.
   *
   * @return the reply; fails with {@link StoreUnavailableException}, whose cause is Redis's own error if it sent one
   */
  public Future<Response> send(Request request) {
    RedisLane lane = lanes.getOrDefault(Thread.currentThread(), anyLane);
    if (lane == null) {
      return Future.failedFuture(new StoreUnavailableException("Redis at " + url.address() + " is not connected", null));
    }
    return lane.send(request);
  }

  /** Asks whether Redis answers. */
  public Future<Void> ping() {
    return send(Request.cmd(Command.PING)).<Void>mapEmpty()
        .recover(cause -> RedisErrors.isFullDisk(cause) ? Future.succeededFuture() : Future.failedFuture(cause));
  }

  /** How many event loops have a connection of their own. */
  int lanes() {
    return lanes.size();
  }

  /** {@code host:port}, for messages. */
  public String address() {
    return url.address();
  }

  RedisUrl url() {
    return url;
  }

  Vertx vertx() {
    return vertx;
  }

  /** Closes all connections; what is in flight fails. */
  public Future<Void> close() {
    String id = deployment;
    deployment = null;
    forgetLanes();
    return id == null ? Future.succeededFuture() : vertx.undeploy(id);
  }
}
