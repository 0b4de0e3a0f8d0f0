package dev.gatehouse.redis.link;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.config.RedisTlsConfig;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to Redis: one held, pipelined connection per event loop, opened ahead, so that a command neither waits for a pool nor
 * changes threads. While a connection is down its commands fail at once, and it is opened again in the background.
 */
public final class RedisLink {

  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  /** How long a command may take unless told otherwise. */
  public static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);

  /** Between two looks at what answers; balancers and NATs forget a silent connection after some minutes. */
  private static final long LOOK_MILLIS = 10_000;
  /** For a command without which the host works, too. */
  public static final String MAY_FAIL = "";
  private static final String REFUSES = "refuses ";
  private static final String NOT_OPEN = "cannot be used";

  private final Vertx vertx;
  private final RedisEndpoint url;
  private final Duration commandTimeout;
  private final long lookMillis;
  private final RedisProblems troubles;
  private final ConnectionLoss loss;
  private final int lanesWanted;
  private final Map<Thread, PipelinedConnection> lanes = new ConcurrentHashMap<>();
  private volatile PipelinedConnection anyLane;
  private volatile String deployment;

  /**
   * A link with a connection per event loop, the usual command timeout, and no TLS settings.
   *
   * @throws RedisStartException when the URL cannot be read
   */
  public RedisLink(Vertx vertx, String url) {
    this(vertx, url, RedisTlsConfig.DEFAULT, VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE);
  }

  /**
   * A link with the usual command timeout.
   *
   * @param url {@code redis://[user:password@]host[:port][/database]}, {@code rediss://…}, or {@code unix:///path}
   * @param tls how TLS is trusted, where the URL asks for it
   * @param connections how many to hold at most, one per event loop
   * @throws RedisStartException when the URL cannot be read
   */
  public RedisLink(Vertx vertx, String url, RedisTlsConfig tls, int connections) {
    this(vertx, RedisEndpoint.parse(url, tls), COMMAND_TIMEOUT, LOOK_MILLIS, connections);
  }

  /**
   * A link.
   *
   * @param commandTimeout after which a command fails and its connection is given up
   * @param lookMillis between two looks at what answers
   * @param connections how many to hold at most, one per event loop
   */
  public RedisLink(Vertx vertx, RedisEndpoint url, Duration commandTimeout, long lookMillis, int connections) {
    this.vertx = vertx;
    this.url = url;
    this.commandTimeout = commandTimeout;
    this.lookMillis = lookMillis;
    this.lanesWanted = connections;
    this.troubles = new RedisProblems(url.address());
    this.loss = new ConnectionLoss(vertx, url.address());
  }

  /**
   * Opens all connections, trying again until the time is over.
   *
   * @return fails with {@link RedisStartException} when Redis does not answer in time, refuses the credentials, is older than 6.2, may
   *     evict keys, is a replica or a node of a cluster, or does not tell
   */
  public Future<Void> connect(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    return vertx.deployVerticle(() -> new PipelinedConnection(url, commandTimeout, lookMillis, deadline, this::claim, new Noted()),
        new DeploymentOptions().setInstances(lanesWanted))
        .onSuccess(id -> deployment = id)
        .onFailure(cause -> forgetLanes())
        .mapEmpty();
  }

  /** One lane for the event loop that asks; there may be fewer loops than connections wanted. */
  private boolean claim(PipelinedConnection lane) {
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
    return send(request, null);
  }

  /**
   * The same.
   *
   * @param purpose what the command is for, in a word that an operator knows; null for its name; {@link #MAY_FAIL} where a refusal is no
   *     problem
   */
  public Future<Response> send(Request request, String purpose) {
    PipelinedConnection lane = lanes.getOrDefault(Thread.currentThread(), anyLane);
    if (lane == null) {
      return Future.failedFuture(new StoreUnavailableException("Redis at " + url.address() + " is not connected", null));
    }
    Future<Response> reply = lane.send(request, purpose);
    return troubles.any() ? reply.onSuccess(answer -> accepted(named(request, purpose))) : reply;
  }

  private static String named(Request request, String purpose) {
    return purpose == null ? request.command().toString() : purpose;
  }

  /** Notes that Redis refused something, for the log and for {@link #problems()}. */
  public void refused(String purpose, String reason) {
    troubles.begin(REFUSES + purpose, reason);
  }

  /** Notes that it does not refuse it. */
  public void accepted(String purpose) {
    if (troubles.end(REFUSES + purpose)) {
      LOG.info("Redis at {} takes {} again", url.address(), purpose);
    }
  }

  /** Looks at all connections now, whether a Redis answers there that can be trusted. */
  public void look() {
    lanes.values().forEach(PipelinedConnection::look);
  }

  /** What is wrong with Redis at this moment, each as a sentence without its subject. */
  public List<String> problems() {
    return troubles.all();
  }

  public RedisProblems troubles() {
    return troubles;
  }

  private final class Noted implements PipelinedConnection.Listener {

    @Override
    public void opened(PipelinedConnection lane) {
      if (lanes.values().stream().allMatch(PipelinedConnection::isOpen)) {
        troubles.end(NOT_OPEN);
        // It may be another Redis now; what that refuses as well will be told by the next command.
        troubles.endAll(REFUSES);
      }
    }

    @Override
    public void lost(String why) {
      loss.lost(why);
    }

    @Override
    public void regained() {
      loss.regained();
    }

    @Override
    public void notYet(Throwable cause) {
      troubles.begin(NOT_OPEN, OpenFailure.reason(cause));
    }

    /** A script that Redis has forgotten is sent again, and a record of another type is a matter of that record. */
    @Override
    public void refused(Request request, String purpose, StoreUnavailableException refusal) {
      if (!MAY_FAIL.equals(purpose) && !RedisErrors.is(refusal, "NOSCRIPT") && !RedisErrors.is(refusal, "WRONGTYPE")) {
        RedisLink.this.refused(named(request, purpose), refusal.getCause().getMessage());
      }
    }

    @Override
    public void unfit() {
      look();
    }
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

  public RedisEndpoint url() {
    return url;
  }

  public Vertx vertx() {
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
