package dev.gatehouse.redis.connection;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.limit.Limiter;
import dev.gatehouse.auth.limit.Limiter.Cost;
import dev.gatehouse.config.AuditConfig;
import dev.gatehouse.config.RedisTlsConfig;
import dev.gatehouse.record.Rate;
import dev.gatehouse.redis.RedisExtension;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.RedisLimiter;
import dev.gatehouse.redis.ToolUse;
import dev.gatehouse.redis.audit.RedisLedger;
import dev.gatehouse.redis.keys.CachedKeyStore;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What goes wrong with a Redis while a host runs is noticed, told once in words, and over when it is mended. */
class RedisProblemsIT {

  @RegisterExtension
  static final RedisExtension redis = RedisExtension.ofItsOwn();

  /** Another, which becomes the master. */
  @RegisterExtension
  static final RedisExtension other = RedisExtension.ofItsOwn();

  private static final RedisKeys KEYS = new RedisKeys("mcp:");
  private static final LimitRule LIMIT = LimitRule.of(Scope.KEY, "key:a", null, new Rate(1_000_000, Duration.ofMinutes(1)));

  private final Vertx vertx = Vertx.vertx();
  private final NetClient tunnels = vertx.createNetClient();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<Logger> loggers = List.of(logger(RedisProblems.class), logger(RedisLink.class), logger(RedisLedger.class));
  private volatile int target = redis.port();
  private RedisLink link;

  private static Logger logger(Class<?> of) {
    return (Logger) org.slf4j.LoggerFactory.getLogger(of);
  }

  @BeforeEach
  void listen() {
    redis.flush();
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    loggers.forEach(logger -> {
      logger.addAppender(log);
      logger.setLevel(Level.INFO);
    });
    redis.cli(("ACL SETUSER gate reset on >pw ~mcp:* +@all").split(" "));
    other.cli(("ACL SETUSER gate reset on >pw ~mcp:* +@all").split(" "));
  }

  @AfterEach
  void mend() {
    loggers.forEach(logger -> {
      logger.detachAppender(log);
      logger.setLevel(null);
    });
    if (link != null) {
      link.close().await();
    }
    vertx.close().await();
    redis.cli("REPLICAOF", "NO", "ONE");
    redis.cli("CONFIG", "SET", "maxmemory-policy", "noeviction");
    redis.cli("CONFIG", "SET", "maxmemory", "0");
    redis.cli("CONFIG", "SET", "min-replicas-to-write", "0");
  }

  private void connect(String url) {
    connect(url, 10_000);
  }

  private void connect(String url, long lookMillis) {
    link = new RedisLink(vertx, RedisEndpoint.parse(url, RedisTlsConfig.DEFAULT), Duration.ofSeconds(30), lookMillis, 4);
    link.connect(Duration.ofSeconds(30)).await();
  }

  private String url() {
    return "redis://gate:pw@127.0.0.1:" + redis.port();
  }

  private Future<Limiter.Verdict> charge() {
    return new RedisLimiter(link, KEYS, true).charge("demo", Cost.of(List.of(LIMIT), 1));
  }

  private boolean counts() {
    return charge().transform(done -> Future.succeededFuture(done.succeeded())).await();
  }

  private boolean answers() {
    return link.ping().transform(done -> Future.succeededFuture(done.succeeded())).await();
  }

  /** How many lines of the log hold all of this. */
  private long lines(String... parts) {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage)
        .filter(line -> List.of(parts).stream().allMatch(line::contains)).count();
  }

  private static void cut(RedisExtension of) {
    of.cli("CLIENT", "KILL", "USER", "gate");
  }

  @Test
  void a_rotated_password_looks_like_one() throws Exception {
    connect(url());
    redis.cli("ACL", "SETUSER", "gate", "resetpass", ">another");
    cut(redis);
    eventually(() -> String.join("", link.problems()).matches("cannot be used: WRONGPASS .*redis\\.url.*CONFIG REWRITE.*"));
    assertThatThrownBy(() -> link.ping().await()).isInstanceOf(StoreUnavailableException.class);
    assertThat(lines("cannot be used: WRONGPASS")).as("by four connections that try again and again").isEqualTo(1);
    assertThat(String.join("", link.problems())).doesNotContain("pw@", "another");
    redis.cli("ACL", "SETUSER", "gate", "resetpass", ">pw");
    eventually(this::answers);
    eventually(() -> link.problems().isEmpty());
  }

  @Test
  void a_user_that_redis_forgot_at_its_restart_is_told() throws Exception {
    connect(url());
    redis.stop();
    redis.start();
    eventually(() -> lines("cannot be used: WRONGPASS", "CONFIG REWRITE") == 1);
    redis.cli(("ACL SETUSER gate reset on >pw ~mcp:* +@all").split(" "));
    eventually(() -> link.problems().isEmpty());
  }

  @Test
  void why_the_limiter_fails_is_told_once_and_when_it_changes() throws Exception {
    connect(url());
    assertThat(counts()).isTrue();
    redis.cli("ACL", "SETUSER", "gate", "-evalsha");
    for (int i = 0; i < 20; i++) {
      assertThat(counts()).isFalse();
    }
    assertThat(lines("refuses limits: NOPERM", "evalsha")).isEqualTo(1);
    assertThat(link.problems()).singleElement().asString().startsWith("refuses limits: NOPERM");
    assertThat(answers()).as("the connection is none the worse").isTrue();

    redis.cli("ACL", "SETUSER", "gate", "+evalsha");
    redis.cli("CONFIG", "SET", "maxmemory", "1");
    assertThat(counts()).isFalse();
    assertThat(lines("refuses limits: OOM")).isEqualTo(1);
    redis.cli("CONFIG", "SET", "maxmemory", "0");
    redis.cli("CONFIG", "SET", "min-replicas-to-write", "1");
    assertThat(counts()).isFalse();
    assertThat(lines("refuses limits: NOREPLICAS")).isEqualTo(1);
    redis.cli("CONFIG", "SET", "min-replicas-to-write", "0");
    assertThat(counts()).isTrue();
    assertThat(lines("accepts limits again")).isEqualTo(1);
    assertThat(link.problems()).isEmpty();
  }

  @Test
  void entries_of_the_audit_that_are_refused_are_not_called_late() throws Exception {
    connect(url());
    RedisLedger ledger = new RedisLedger(link, KEYS, AuditConfig.DEFAULT);
    vertx.deployVerticle(ledger).await();
    redis.cli("ACL", "SETUSER", "gate", "-xadd");
    ledger.record(ToolUse.entry(Instant.now(), "demo", "a", "a", null, "add", Ledger.Outcome.OK, null, 1, null, null));
    eventually(() -> ledger.lost() == 1);
    assertThat(link.problems()).singleElement().asString().startsWith("refuses some of usage and audit: ")
        .matches(".*(NOPERM|can't run this command).*");
    vertx.undeploy(ledger.deploymentID()).await();
    assertThat(lines("entries of usage and audit were lost: 1 that Redis refused, 0 that there was no room or time for")).isEqualTo(1);
    assertThat(lines("refuses some of usage and audit")).isEqualTo(1);
  }

  /** As a Service, a name or a proxy does it: the address stays, the old connections stay, the master is another. */
  @Test
  void a_redis_that_was_failed_over_by_address_is_left_for_the_new_master() throws Exception {
    NetServer address = vertx.createNetServer().connectHandler(this::tunnel).listen(0, "127.0.0.1").await();
    connect("redis://gate:pw@127.0.0.1:" + address.actualPort());
    assertThat(counts()).isTrue();
    target = other.port();
    redis.cli("REPLICAOF", "127.0.0.1", "" + other.port());
    eventually(this::counts);
    assertThat(other.commands("evalsha")).isPositive();
    for (int i = 0; i < 100; i++) {
      assertThat(counts()).as("on every connection").isTrue();
    }
  }

  @Test
  void a_replica_is_not_taken_at_a_reconnect() throws Exception {
    connect(url());
    redis.cli("REPLICAOF", "127.0.0.1", "" + other.port());
    cut(redis);
    eventually(() -> String.join("", link.problems()).equals("cannot be used: it is a read-only replica; name its master in redis.url"));
    // What one event loop has noticed another may not have noticed yet.
    eventually(() -> !answers());
    redis.cli("REPLICAOF", "NO", "ONE");
    eventually(this::answers);
  }

  @Test
  void changes_are_not_heard_from_a_replica_and_all_connections_leave_it() throws Exception {
    NetServer address = vertx.createNetServer().connectHandler(this::tunnel).listen(0, "127.0.0.1").await();
    connect("redis://gate:pw@127.0.0.1:" + address.actualPort());
    CachedKeyStore keys = new CachedKeyStore(link, KEYS, Duration.ZERO, Clock.systemUTC());
    keys.start().await();
    other.cli("HSET", "mcp:key:a", "tenant", "demo");
    assertThat(keys.find("a").await().exists()).isFalse();
    target = other.port();
    redis.cli("REPLICAOF", "127.0.0.1", "1");
    eventually(() -> keys.find("a").transform(found -> Future.succeededFuture(found.succeeded() && found.result().exists())).await());
    eventually(() -> keys.knows("a"));
    other.cli("DEL", "mcp:key:a");
    eventually(() -> !keys.find("a").await().exists());
    keys.close().await();
  }

  @Test
  void an_eviction_policy_that_is_set_later_is_noticed() throws Exception {
    connect(url(), 20);
    redis.cli("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    eventually(() -> String.join("", link.problems()).startsWith("cannot be used: it has maxmemory-policy allkeys-lru"));
    eventually(() -> !answers());
    redis.cli("CONFIG", "SET", "maxmemory-policy", "noeviction");
    eventually(this::answers);
    eventually(() -> link.problems().isEmpty());
  }

  @Test
  void that_changes_are_told_no_more_has_a_reason_too() throws Exception {
    connect(url());
    CachedKeyStore keys = new CachedKeyStore(link, KEYS, Duration.ZERO, Clock.systemUTC());
    keys.start().await();
    redis.cli("ACL", "SETUSER", "gate", "-client");
    cut(redis);
    eventually(() -> lines("does not tell of changes: NOPERM") == 1);
    redis.cli("ACL", "SETUSER", "gate", "+client");
    eventually(() -> link.problems().isEmpty());
    keys.close().await();
  }

  @Test
  void a_command_that_is_refused_is_told_by_its_name() {
    connect(url());
    redis.cli("ACL", "SETUSER", "gate", "-hgetall");
    assertThatThrownBy(() -> link.send(Request.cmd(Command.HGETALL).arg("mcp:key:a")).await())
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(lines("Redis at 127.0.0.1:" + redis.port() + " refuses hgetall: NOPERM")).isEqualTo(1);
  }

  private void tunnel(NetSocket client) {
    client.pause();
    tunnels.connect(target, "127.0.0.1").onSuccess(server -> {
      client.pipeTo(server);
      server.pipeTo(client);
    });
  }
}
