package dev.gatehouse.redis.link;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.config.RedisTlsConfig;
import dev.gatehouse.redis.RedisExtension;
import dev.gatehouse.redis.connection.RedisEndpoint;
import dev.gatehouse.redis.connection.RedisStartException;
import dev.gatehouse.redis.embedded.RedisProbe;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SelfSignedCertificate;
import io.vertx.junit5.VertxExtension;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
@SuppressWarnings("removal")
class RedisLinkIT {

  @RegisterExtension
  static final RedisExtension redis = RedisExtension.ofItsOwn();

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  /** For tests of what becomes of a command that is not answered. */
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration CONNECT_TIMEOUT = PATIENCE;

  private Vertx vertx;
  private RedisLink link;
  private NetClient tunnels;

  @BeforeEach
  void connect(Vertx vertx) {
    this.vertx = vertx;
    tunnels = vertx.createNetClient();
    redis.flush();
    link = link(redis.url());
    link.connect(CONNECT_TIMEOUT).await();
  }

  @AfterEach
  void close() {
    link.close().await();
  }

  private RedisLink link(String url) {
    return link(url, PATIENCE, 2);
  }

  private RedisLink link(String url, Duration commandTimeout, int connections) {
    return new RedisLink(vertx, RedisEndpoint.parse(url, RedisTlsConfig.DEFAULT), commandTimeout, 10_000, connections);
  }

  private Future<Response> ping() {
    return link.send(Request.cmd(Command.PING));
  }

  private void awaitPong() throws InterruptedException {
    eventually(() -> ping().transform(pong -> Future.succeededFuture(pong.succeeded())).await());
  }

  /** Instead of the patient one. */
  private void connectWithShortTimeout(String url, int connections) {
    link.close().await();
    link = link(url, SHORT, connections);
    link.connect(CONNECT_TIMEOUT).await();
  }

  @Test
  void a_command_is_answered() {
    assertThat(ping().await().toString()).isEqualTo("PONG");
  }

  @Test
  void every_event_loop_has_a_connection_of_its_own() {
    RedisLink wide = new RedisLink(vertx, redis.url());
    wide.connect(CONNECT_TIMEOUT).await();
    assertThat(wide.connections()).isEqualTo(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE);
    wide.close().await();
  }

  @Test
  void a_thousand_commands_at_once_are_answered_in_order() {
    List<Future<Response>> replies = IntStream.range(0, 1000)
        .mapToObj(i -> link.send(Request.cmd(Command.ECHO).arg("n" + i))).toList();
    Future.join(replies).await();
    assertThat(replies).extracting(reply -> reply.result().toString())
        .containsExactlyElementsOf(IntStream.range(0, 1000).mapToObj(i -> "n" + i).toList());
  }

  @Test
  void an_error_of_redis_is_unavailability_with_that_error_as_its_cause() {
    redis.cli("SET", "text", "x");
    assertThatThrownBy(() -> link.send(Request.cmd(Command.HGETALL).arg("text")).await())
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("hgetall").hasMessageContaining("WRONGTYPE")
        .hasCauseInstanceOf(ErrorType.class);
    assertThat(ping().await().toString()).as("the connection is none the worse").isEqualTo("PONG");
  }

  @Test
  void a_restart_is_survived_and_commands_fail_at_once_meanwhile() throws Exception {
    redis.stop();
    try {
      awaitLoss();
      long before = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        assertThatThrownBy(() -> ping().await()).isInstanceOf(StoreUnavailableException.class)
            .hasMessage("Redis at 127.0.0.1:" + redis.port() + " is not connected when asked: ping");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENCE);
    } finally {
      redis.start();
    }
    awaitPong();
  }

  /** The link hears of it from its event loop, a moment after. */
  private void awaitLoss() {
    String message = "";
    while (!message.contains("is not connected")) {
      message = ping().map("").otherwise(Throwable::getMessage).await();
    }
  }

  @Test
  void commands_in_flight_fail_when_the_connection_is_cut() throws IOException {
    Future<Response> waiting = link.send(Request.cmd(Command.BLPOP).arg("nothing").arg(0));
    redis.cli("CLIENT", "KILL", "TYPE", "normal");
    assertThatThrownBy(waiting::await).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("blpop");
  }

  @Test
  void a_hanging_redis_is_a_timeout_and_is_used_again_when_it_goes_on() throws Exception {
    connectWithShortTimeout(redis.url(), 2);
    redis.pause();
    try {
      assertThatThrownBy(() -> ping().await()).isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("did not answer within 300 ms").hasMessageContaining("ping");
    } finally {
      redis.resume();
    }
    awaitPong();
  }

  @Test
  void a_connection_that_went_silent_is_given_up_for_a_new_one() throws Exception {
    List<NetSocket> through = new CopyOnWriteArrayList<>();
    NetServer between = vertx.createNetServer().connectHandler(socket -> {
      through.add(socket);
      tunnel(socket);
    }).listen(0, "127.0.0.1").await();
    connectWithShortTimeout("redis://127.0.0.1:" + between.actualPort(), 1);
    int before = through.size();
    through.get(before - 1).pause();
    assertThatThrownBy(() -> ping().await()).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("did not answer");
    awaitPong();
    assertThat(through).hasSizeGreaterThan(before);
  }

  @Test
  void more_commands_than_a_connection_may_hold_fail_instead_of_piling_up() throws Exception {
    redis.pause();
    List<Future<Response>> all = IntStream.range(0, 20_000).mapToObj(i -> ping()).toList();
    Future<Response> last = all.get(all.size() - 1);
    try {
      assertThatThrownBy(last::await).isInstanceOf(StoreUnavailableException.class);
    } finally {
      redis.resume();
    }
    awaitPong();
  }

  @Test
  void a_redis_that_is_not_there_is_a_sentence_with_the_address_and_no_password() throws IOException {
    int port = RedisExtension.freePort();
    RedisLink nowhere = link("redis://bob:hunter2@127.0.0.1:" + port);
    assertThatThrownBy(() -> nowhere.connect(Duration.ofMillis(200)).await())
        .isInstanceOf(RedisStartException.class)
        .hasMessageStartingWith("cannot use Redis at 127.0.0.1:" + port + " (redis.url): ")
        .hasMessageNotContainingAny("hunter2", "bob", "\n");
  }

  @Test
  void a_redis_that_starts_late_is_waited_for() throws Exception {
    redis.stop();
    Future<Void> connected = link(redis.url()).connect(CONNECT_TIMEOUT);
    redis.start();
    connected.await();
  }

  @Test
  void a_redis_that_is_still_loading_its_data_is_waited_for() {
    AtomicInteger greetings = new AtomicInteger();
    NetServer loading = vertx.createNetServer().connectHandler(socket -> {
      if (greetings.incrementAndGet() <= 3) {
        socket.handler(hello -> socket.write("-LOADING Redis is loading the dataset in memory\r\n"));
      } else {
        tunnel(socket);
      }
    }).listen(0, "127.0.0.1").await();
    RedisLink patient = link("redis://127.0.0.1:" + loading.actualPort());
    patient.connect(CONNECT_TIMEOUT).await();
    patient.close().await();
  }

  @Test
  void a_connection_cut_while_it_opens_is_opened_again() {
    AtomicInteger greetings = new AtomicInteger();
    NetServer moody = vertx.createNetServer().connectHandler(socket -> {
      if (greetings.incrementAndGet() <= 3) {
        socket.handler(hello -> socket.close());
      } else {
        tunnel(socket);
      }
    }).listen(0, "127.0.0.1").await();
    RedisLink patient = link("redis://127.0.0.1:" + moody.actualPort());
    patient.connect(CONNECT_TIMEOUT).await();
    patient.close().await();
  }

  @Test
  void something_that_never_answers_is_given_up_in_time() {
    NetServer mute = vertx.createNetServer().connectHandler(socket -> {}).listen(0, "127.0.0.1").await();
    RedisLink toMute = link("redis://127.0.0.1:" + mute.actualPort());
    assertThatThrownBy(() -> toMute.connect(Duration.ofMillis(500)).await())
        .isInstanceOf(RedisStartException.class).hasMessageContaining("no answer");
  }

  @Test
  void credentials_and_database_of_the_url_are_used() {
    redis.cli("ACL", "SETUSER", "gate", "on", ">s3cr3t/+", "~*", "+@all");
    RedisLink third = link("redis://gate:s3cr3t%2F%2B@127.0.0.1:" + redis.port() + "/3");
    third.connect(CONNECT_TIMEOUT).await();
    assertThat(third.send(Request.cmd(Command.CLIENT).arg("INFO")).await().toString()).contains("user=gate").contains("db=3");
    third.close().await();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a+b", "a@b", "a/b", "a#b", "a?b:c", "100%", "a b", "p@ss/w#r+d?%"})
  void a_password_stands_in_the_url_as_it_is(String password) {
    redis.cli("ACL", "SETUSER", "plain", "reset", "on", ">" + password, "~*", "+@all");
    for (String database : List.of("", "/3")) {
      RedisLink plain = link("redis://plain:" + password + "@127.0.0.1:" + redis.port() + database);
      plain.connect(CONNECT_TIMEOUT).await();
      assertThat(plain.send(Request.cmd(Command.CLIENT).arg("INFO")).await().toString()).contains("user=plain");
      plain.close().await();
    }
  }

  @Test
  void a_host_may_have_an_underscore() {
    Vertx resolving = Vertx.vertx(new VertxOptions().setAddressResolverOptions(
        new AddressResolverOptions().setHostsValue(Buffer.buffer("127.0.0.1 redis_1\n"))));
    RedisLink named = new RedisLink(resolving, "redis://redis_1:" + redis.port());
    named.connect(CONNECT_TIMEOUT).await();
    assertThat(named.send(Request.cmd(Command.PING)).await().toString()).isEqualTo("PONG");
    assertThat(named.address()).isEqualTo("redis_1:" + redis.port());
    resolving.close().await();
  }

  @Test
  void a_connection_that_nobody_uses_is_kept_warm() throws InterruptedException {
    RedisLink quiet = new RedisLink(vertx, RedisEndpoint.parse(redis.url() + "?client=quiet", RedisTlsConfig.DEFAULT), PATIENCE, 20, 1);
    quiet.connect(CONNECT_TIMEOUT).await();
    long before = redis.commands("info");
    eventually(() -> redis.commands("info") > before + 5);
    quiet.close().await();
  }

  @Test
  void a_connection_that_was_forgotten_on_the_way_is_replaced_before_it_is_needed() throws InterruptedException {
    List<NetSocket> through = new CopyOnWriteArrayList<>();
    NetServer between = vertx.createNetServer().connectHandler(socket -> {
      through.add(socket);
      tunnel(socket);
    }).listen(0, "127.0.0.1").await();
    RedisEndpoint address = RedisEndpoint.parse("redis://127.0.0.1:" + between.actualPort(), RedisTlsConfig.DEFAULT);
    RedisLink quiet = new RedisLink(vertx, address, SHORT, 20, 1);
    quiet.connect(CONNECT_TIMEOUT).await();
    int before = through.size();
    through.get(before - 1).pause();
    eventually(() -> through.size() > before);
    eventually(() -> quiet.send(Request.cmd(Command.PING)).transform(pong -> Future.succeededFuture(pong.succeeded())).await());
    quiet.close().await();
  }

  @Test
  void a_socket_in_the_file_system_will_do() {
    RedisLink local = link(redis.socketUrl());
    local.connect(CONNECT_TIMEOUT).await();
    assertThat(local.send(Request.cmd(Command.PING)).await().toString()).isEqualTo("PONG");
    local.close().await();
  }

  @Test
  void a_link_that_could_not_connect_can_try_again() throws Exception {
    RedisLink again = link(redis.url());
    redis.stop();
    try {
      assertThatThrownBy(() -> again.connect(Duration.ofMillis(100)).await()).isInstanceOf(RedisStartException.class);
    } finally {
      redis.start();
    }
    again.connect(CONNECT_TIMEOUT).await();
    assertThat(again.send(Request.cmd(Command.PING)).await().toString()).isEqualTo("PONG");
    again.close().await();
  }

  @Test
  void there_are_no_more_connections_than_event_loops() {
    RedisLink many = link(redis.url(), PATIENCE, 50);
    many.connect(CONNECT_TIMEOUT).await();
    assertThat(many.connections()).isEqualTo(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE);
    many.close().await();
    assertThatThrownBy(() -> many.send(Request.cmd(Command.PING)).await()).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void wrong_credentials_are_refused_at_once() {
    redis.cli("ACL", "SETUSER", "somebody", "on", ">other");
    RedisLink somebody = link("redis://somebody:hunter2@127.0.0.1:" + redis.port());
    assertThatThrownBy(() -> somebody.connect(CONNECT_TIMEOUT).await())
        .isInstanceOf(RedisStartException.class).hasMessageContaining("WRONGPASS").hasMessageNotContaining("hunter2");
  }

  @Test
  void missing_credentials_are_refused_at_once() throws IOException {
    try (RedisProbe admin = new RedisProbe("127.0.0.1", redis.port(), 5_000)) {
      admin.ask("ACL", "SETUSER", "default", "resetpass", ">other");
      try {
        assertThatThrownBy(() -> link(redis.url()).connect(CONNECT_TIMEOUT).await())
            .isInstanceOf(RedisStartException.class).hasMessageContaining("NOAUTH");
      } finally {
        admin.ask("ACL", "SETUSER", "default", "nopass");
      }
    }
  }

  @Test
  void tls_is_spoken_to_a_certificate_that_is_trusted_and_to_no_other(@TempDir Path folder) throws Exception {
    SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
    NetServer tls = vertx.createNetServer(new NetServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions()))
        .connectHandler(this::tunnel).listen(0, "localhost").await();
    String url = "rediss://default:hunter2@localhost:" + tls.actualPort();
    assertThatThrownBy(() -> single(url).connect(Duration.ofMinutes(1)).await()).as("at once")
        .isInstanceOf(RedisStartException.class).hasMessageContaining("certification").hasMessageNotContaining("hunter2");

    System.setProperty("javax.net.ssl.trustStore", trusting(certificate, folder));
    try {
      RedisLink secure = single(url);
      secure.connect(Duration.ofMinutes(1)).await();
      secure.close().await();
    } finally {
      System.clearProperty("javax.net.ssl.trustStore");
    }
  }

  /**
   * With one connection. The JDK keeps the certificates that it trusts by default, and for a moment after another store is named it hands
   * the old ones to whoever asks at the same time, as the connections of several event loops do.
   */
  private RedisLink single(String url) {
    return link(url, PATIENCE, 1);
  }

  private static String trusting(SelfSignedCertificate certificate, Path folder) throws Exception {
    KeyStore trusted = KeyStore.getInstance("JKS");
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(Path.of(certificate.certificatePath()))) {
      trusted.setCertificateEntry("it", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    Path store = folder.resolve("trust.jks");
    try (OutputStream out = Files.newOutputStream(store)) {
      trusted.store(out, new char[0]);
    }
    return store.toString();
  }

  private void tunnel(NetSocket client) {
    client.pause();
    tunnels.connect(redis.port(), "127.0.0.1").onSuccess(server -> {
      client.pipeTo(server);
      server.pipeTo(client);
    });
  }
}
