package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.config.ConnectionsConfig;
import dev.gatehouse.config.HttpConfig;
import dev.gatehouse.feature.bulkhead.HostMemory;
import dev.gatehouse.feature.bulkhead.MemoryBudget;
import dev.gatehouse.feature.trace.CallTracer;
import dev.gatehouse.http.connection.ConnectionLimits;
import dev.gatehouse.http.connection.Connections;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A connection that brings nothing does not stay. */
final class SlowClientTest {

  private static final Vertx vertx = Vertx.vertx();

  @AfterAll
  static void close() {
    vertx.close().await();
  }

  private static Socket connect(int port, String text) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static int bodiesWithin(long millis) {
    BodyDeadline deadline = new BodyDeadline(vertx, Duration.ofMillis(millis), 100);
    Router router = Router.router(vertx);
    router.post().handler(rc -> {
      rc.put("body", deadline.begin(rc.request()));
      rc.next();
    });
    router.post().handler(BodyHandler.create(false));
    router.post().handler(rc -> {
      deadline.end(rc.get("body"));
      vertx.setTimer(4 * millis, later -> rc.response().end("done"));
    });
    return vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").map(HttpServer::actualPort).await();
  }

  @Test
  void a_body_that_does_not_come_ends_its_connection() throws IOException {
    try (Socket socket = connect(bodiesWithin(50), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1234")) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void one_that_came_is_answered_when_its_answer_is_there() throws IOException {
    try (Socket socket = connect(bodiesWithin(50),
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4\r\n\r\n1234")) {
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).endsWith("done");
    }
  }

  /** As long as each interval brings enough of it, a body may take many. */
  @Test
  void one_that_comes_fast_enough_may_take_its_time() throws Exception {
    int port = bodiesWithin(500);
    AtomicLong longest = new AtomicLong();
    String answer = sendInParts(port, longest);
    // Where this machine stood still between two parts, it did not come fast enough.
    while (!answer.endsWith("done") && longest.get() > 250) {
      answer = sendInParts(port, longest);
    }
    assertThat(answer).endsWith("done");
  }

  private static String sendInParts(int port, AtomicLong longestMillis) throws Exception {
    longestMillis.set(0);
    try (Socket socket = connect(port, "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 20000\r\n\r\n")) {
      for (int i = 0; i < 20; i++) {
        long began = System.nanoTime();
        socket.getOutputStream().write(new byte[1_000]);
        Thread.sleep(100);
        longestMillis.accumulateAndGet(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began), Math::max);
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException cut) {
      return "";
    }
  }

  @Test
  void one_that_trickles_ends_its_connection() throws Exception {
    try (Socket socket = connect(bodiesWithin(200), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n")) {
      CompletableFuture<Integer> end = CompletableFuture.supplyAsync(() -> read(socket));
      while (!end.isDone()) {
        try {
          socket.getOutputStream().write(' ');
        } catch (SocketException e) {
          // Closed by the server.
        }
        Thread.sleep(20);
      }
      assertThat(end.get()).isEqualTo(-1);
    }
  }

  private static int read(Socket socket) {
    try {
      return socket.getInputStream().read();
    } catch (SocketException e) {
      return -1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the system does not take from the host stays in the host's memory. */
  @Test
  void of_those_that_do_not_read_the_one_that_has_not_for_longest_is_cut_off() throws Exception {
    MemoryBudget budget = new HostMemory(8 * (30L << 20)).tenant("acme");
    UnreadResponses unread = new UnreadResponses();
    AtomicInteger counted = new AtomicInteger();
    Buffer answer = Buffer.buffer(new byte[12 << 20]);
    int port = vertx.createHttpServer()
        .requestHandler(request -> {
          unread.count(budget, request, answer.length(), request.response().end(answer));
          counted.incrementAndGet();
        })
        .listen(0, "127.0.0.1").map(HttpServer::actualPort).await();
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        sockets.add(connect(port, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        int all = i + 1;
        eventually(() -> counted.get() == all);
      }

      assertThat(unread.bytes(budget)).isEqualTo(2L * answer.length());
      assertThat(readAll(sockets.get(0))).isLessThan(answer.length());
      assertThat(readAll(sockets.get(1))).isGreaterThan(answer.length());
      assertThat(readAll(sockets.get(2))).isGreaterThan(answer.length());
      eventually(() -> unread.bytes(budget) == 0);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static long readAll(Socket socket) throws IOException {
    long length = 0;
    try (socket) {
      byte[] some = new byte[1 << 16];
      for (int read = socket.getInputStream().read(some); read >= 0; read = socket.getInputStream().read(some)) {
        length += read;
      }
    } catch (SocketException e) {
      // Cut off.
    }
    return length;
  }

  /** Whoever likes could fill the log with them. */
  @Test
  void one_that_goes_away_in_the_middle_of_its_body_is_no_failure_of_the_host() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(Failures.class);
    log.start();
    logger.addAppender(log);
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Throwable> failed = new CompletableFuture<>();
    Failures failures = new Failures();
    Router router = Router.router(vertx);
    router.post().handler(rc -> {
      begun.countDown();
      rc.next();
    });
    router.post().handler(BodyHandler.create(false)).failureHandler(rc -> {
      failures.handle(rc);
      failed.complete(rc.failure());
    });
    int port = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").map(HttpServer::actualPort).await();

    Socket socket = connect(port, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n1234");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    // Not ended, but reset.
    socket.setSoLinger(true, 0);
    socket.close();

    assertThat(failed.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    logger.detachAppender(log);
    assertThat(log.list).isEmpty();
  }

  @Test
  void a_silent_connection_is_closed() throws IOException {
    HttpConfig config = new HttpConfig("127.0.0.1", 0, null, false, List.of(), List.of(), List.of(), null, 1024, true,
        ConnectionsConfig.DEFAULT);
    Connections connections = new Connections("http", ConnectionLimits.of(config), List.of(), new LogThrottle());
    CanonicalUrls urls = new CanonicalUrls(config, List::of);
    Routes routes = new Routes(config, new ConnectionPersistence(Duration.ZERO, connections::isEnding), new LogThrottle(),
        new KeyHandler(null, null, null, null, null, null, connections, urls, null, CallTracer.NONE),
        new TenantHandler(null),
        List.of(), null, urls, new Discovery(null, null, urls, null));
    HttpVerticle verticle = new HttpVerticle(config, routes, connections, Duration.ofMillis(100));
    vertx.deployVerticle(verticle).await();
    try (Socket socket = connect(verticle.port(), "POST /mcp HTTP/1.1\r\nHo"); InputStream in = socket.getInputStream()) {
      assertThat(in.read()).isEqualTo(-1);
    }
  }
}
