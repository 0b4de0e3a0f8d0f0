package dev.gatehouse.redis.link;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.config.RedisTlsConfig;
import dev.gatehouse.record.DurationHistogram;
import dev.gatehouse.record.RedisUrl.Mode;
import dev.gatehouse.redis.cluster.ClusterConnections;
import dev.gatehouse.redis.cluster.ClusterLink;
import dev.gatehouse.redis.cluster.ClusterTracking;
import dev.gatehouse.redis.connection.ChannelListener;
import dev.gatehouse.redis.connection.ConnectionLoss;
import dev.gatehouse.redis.connection.FixedMaster;
import dev.gatehouse.redis.connection.Lane;
import dev.gatehouse.redis.connection.Masters;
import dev.gatehouse.redis.connection.PipelinedConnection;
import dev.gatehouse.redis.connection.RedisEndpoint;
import dev.gatehouse.redis.connection.RedisErrors;
import dev.gatehouse.redis.connection.RedisNode;
import dev.gatehouse.redis.connection.RedisProblems;
import dev.gatehouse.redis.connection.RedisStartException;
import dev.gatehouse.redis.connection.Subscriber;
import dev.gatehouse.redis.connection.Tracking;
import dev.gatehouse.redis.sentinel.SentinelWatch;
import io.vertx.core.Deployable;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Redis client of the host: one pipelined connection per event loop, opened at the start, so that a command neither waits for a pool
 * nor changes threads. While a connection is down its commands fail at once, and it is reopened in the background.
 */
public final class RedisLink {

  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  /** The default command timeout. */
  public static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);

  /** The interval of health checks; balancers and NATs drop a silent connection after some minutes. */
  private static final long LOOK_MILLIS = 10_000;
  /** The purpose of a command that is optional. */
  public static final String MAY_FAIL = RedisNode.MAY_FAIL;
  private static final String REFUSES = "refuses ";
  private static final String NOT_OPEN = "cannot be used";
  private static final String SILENT = "does not tell of changes";

  /** The buckets of {@link #times()}, in seconds; one command takes {@link #COMMAND_TIMEOUT} at most. */
  private static final double[] TIMES = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5};

  private final Vertx vertx;
  private final RedisEndpoint url;
  private final Duration commandTimeout;
  private final long lookMillis;
  private final RedisProblems problems;
  private final ConnectionLoss loss;
  private final DurationHistogram times = new DurationHistogram(TIMES);
  private final Masters masters;
  private final int instances;
  private final @Nullable ClusterLink cluster;
  private final Map<Thread, Lane> connections = new ConcurrentHashMap<>();
  private volatile @Nullable Lane anyConnection;
  private volatile @Nullable String deployment;

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
   * @param lookMillis between two health checks
   * @param connections how many to hold at most, one per event loop
   */
  public RedisLink(Vertx vertx, RedisEndpoint url, Duration commandTimeout, long lookMillis, int connections) {
    this.vertx = vertx;
    this.url = url;
    this.commandTimeout = commandTimeout;
    this.lookMillis = lookMillis;
    this.instances = connections;
    this.problems = new RedisProblems(url.address());
    this.loss = new ConnectionLoss(vertx, url.address());
    this.masters = url.location().mode() == Mode.SENTINEL ? new SentinelWatch(vertx, url, problems) : new FixedMaster(url);
    this.cluster = url.location().mode() == Mode.CLUSTER ? new ClusterLink(vertx, url, problems, this::claim, new Noted()) : null;
  }

  /**
   * Opens all connections, with retries until the timeout.
   *
   * @return fails with {@link RedisStartException} when Redis does not answer in time, refuses the credentials, is older than 6.2, may
   *     evict keys, is a replica, or does not report its version and eviction policy in INFO
   */
  public Future<Void> connect(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    return (cluster == null ? masters.start() : cluster.start(deadline))
        .compose(started -> vertx.deployVerticle(() -> lane(deadline), new DeploymentOptions().setInstances(instances)))
        .onSuccess(id -> deployment = id)
        .<Void>mapEmpty()
        .recover(cause -> {
          forget();
          return masters.stop().transform(stopped -> Future.failedFuture(cause));
        });
  }

  private Deployable lane(long deadline) {
    return cluster != null ? new ClusterConnections(cluster, commandTimeout, lookMillis, deadline)
        : new PipelinedConnection(url.address(), masters, commandTimeout, lookMillis, deadline, this::claim, new Noted());
  }

  /**
   * A verticle that has Redis tell of changed records.
   *
   * @param prefixes of the names of the records
   */
  public Deployable tracking(List<String> prefixes, Tracking.Listener listener) {
    masters.warnOfLoss();
    return cluster != null ? new ClusterTracking(cluster, problems, prefixes, listener)
        : new Tracking(url.address(), SILENT, masters, problems, prefixes, listener);
  }

  /**
   * A verticle that hears what is published on channels.
   *
   * @param listener hears on the event loop of the verticle
   */
  public Deployable subscriber(List<String> channels, ChannelListener listener) {
    return new Subscriber(url.address(), cluster == null ? masters : cluster.anyNode(), problems, channels, listener);
  }

  /** One connection for each event loop; there may be fewer loops than instances. */
  private boolean claim(Lane connection) {
    boolean first = connections.putIfAbsent(Thread.currentThread(), connection) == null;
    if (first) {
      anyConnection = connection;
    }
    return first;
  }

  private void forget() {
    connections.clear();
    anyConnection = null;
    if (cluster != null) {
      cluster.stop();
    }
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
   * Sends one command.
   *
   * @param purpose what the command is for, in a word that an operator knows; null for its name; {@link #MAY_FAIL} where an error is no
   *     problem
   */
  public Future<Response> send(Request request, @Nullable String purpose) {
    Lane own = connections.get(Thread.currentThread());
    Lane connection = own == null ? anyConnection : own;
    if (connection == null) {
      return Future.failedFuture(new StoreUnavailableException("Redis at " + url.address() + " is not connected", null));
    }
    Future<Response> reply = connection.send(request, purpose);
    return problems.any() ? reply.onSuccess(answer -> accepted(named(request, purpose))) : reply;
  }

  /** Whether the calling thread is an event loop whose connection is open. */
  public boolean isOpen() {
    Lane own = connections.get(Thread.currentThread());
    return own != null && own.isOpen();
  }

  /**
   * Runs a task on the calling event loop after what it is doing now, so that what comes of one turn of the loop can be sent together.
   *
   * @return false when the calling thread is not an event loop with a connection; the task does not run then
   */
  public boolean afterTurn(Runnable task) {
    Lane own = connections.get(Thread.currentThread());
    if (own != null) {
      own.afterTurn(task);
    }
    return own != null;
  }

  private static String named(Request request, @Nullable String purpose) {
    return purpose == null ? request.command().toString() : purpose;
  }

  /** Records that Redis refused something, for the log and for {@link #problems()}; the purpose is a word that an operator knows. */
  public void refused(String purpose, String reason) {
    problems.begin(REFUSES + purpose, reason);
  }

  /** Records that Redis accepts this again. */
  public void accepted(String purpose) {
    if (problems.end(REFUSES + purpose)) {
      LOG.info("Redis at {} accepts {} again", url.address(), purpose);
    }
  }

  /** Runs the health check of all connections now. */
  public void look() {
    connections.values().forEach(Lane::look);
  }

  /** The current problems, each as a sentence without its subject. */
  public List<String> problems() {
    return problems.all();
  }

  /** For how long commands waited for their answers, those included that were given up. */
  public DurationHistogram times() {
    return times;
  }

  private final class Noted implements PipelinedConnection.Listener {

    @Override
    public void opened(PipelinedConnection connection) {
      if (connections.values().stream().allMatch(Lane::isOpen)) {
        problems.end(NOT_OPEN);
        // It may be another Redis now. If it refuses the same, the next command will show it.
        problems.endAll(REFUSES);
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
      problems.begin(NOT_OPEN, masters.reason(cause));
    }

    @Override
    public void took(long nanos) {
      times.record(nanos);
    }

    /** Ignores forgotten scripts, which are loaded again, and records of the wrong type, which concern that record only. */
    @Override
    public void refused(Request request, @Nullable String purpose, StoreUnavailableException error) {
      if (!MAY_FAIL.equals(purpose) && !RedisErrors.is(error, "NOSCRIPT") && !RedisErrors.is(error, "WRONGTYPE")) {
        RedisLink.this.refused(named(request, purpose), RedisErrors.text(error));
      }
    }

    @Override
    public void unfit() {
      look();
    }
  }

  /** Sends PING; a Redis whose disk is full counts as alive. */
  public Future<Void> ping() {
    return (cluster == null ? send(Request.cmd(Command.PING)) : cluster.ping()).<Void>mapEmpty()
        .recover(cause -> RedisErrors.isFullDisk(cause) ? Future.succeededFuture() : Future.failedFuture(cause));
  }

  /** The servers that hold data: one, or the masters of a cluster. */
  public List<RedisNode> nodes() {
    return cluster == null ? List.of(new OnlyNode(this)) : cluster.nodes();
  }

  /** How many event loops have a connection of their own. */
  int connections() {
    return connections.size();
  }

  /** {@code host:port} as the configuration has it, for messages. */
  public String address() {
    return url.address();
  }

  /** The address of the master that the Sentinels name; null without Sentinels. */
  public @Nullable String master() {
    return masters.named() == null ? null : String.valueOf(masters.named());
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
    forget();
    return (id == null ? Future.<Void>succeededFuture() : vertx.undeploy(id)).eventually(masters::stop);
  }
}
