package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.feature.bulkhead.HostMemory;
import dev.gatehouse.feature.bulkhead.MemoryBudget;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What clients have not read is counted truly, whoever writes to them at the same time. */
@SuppressWarnings("try")
final class UnreadResponsesTest {
  private static final int LONG = 12 << 20;
  private static final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));

  /** Of which half may be unread. */
  private final MemoryBudget budget = new HostMemory(8L * (LONG + LONG / 2)).tenant("acme");
  private final UnreadResponses unread = new UnreadResponses();
  private final CountDownLatch written = new CountDownLatch(1);
  private final CountDownLatch cut = new CountDownLatch(1);

  @AfterAll
  static void close() {
    vertx.close().await();
  }

  private int serve(boolean first) {
    int[] port = new int[1];
    vertx.deployVerticle(new VerticleBase() {
      @Override
      public Future<?> start() {
        return vertx.createHttpServer().requestHandler(request -> {
          HttpServerResponse response = request.response().setChunked(true);
          unread.count(budget, request, LONG, response.write(Buffer.buffer(new byte[LONG])));
          if (first) {
            written.countDown();
            await(cut);
            // Its connection is to be closed by this thread, which has not come to that yet.
            unread.count(budget, request, 1 << 20, response.write(Buffer.buffer(new byte[1 << 20])));
          } else {
            cut.countDown();
          }
        }).listen(0, "127.0.0.1").onSuccess(server -> port[0] = server.actualPort());
      }
    }, new DeploymentOptions()).await();
    return port[0];
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Socket connect(int port) throws Exception {
    Socket socket = new Socket("127.0.0.1", port);
    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  @Test
  void what_is_written_to_one_that_is_just_being_cut_off_is_counted_off_once() throws Exception {
    int one = serve(true);
    int other = serve(false);
    try (Socket first = connect(one)) {
      await(written);
      try (Socket second = connect(other)) {
        await(cut);
        eventually(() -> unread.bytes(budget) == LONG);
      }
      eventually(() -> unread.bytes(budget) == 0);
    }
  }

  @Test
  void one_that_does_not_read_on_http_2_is_cut_off_too() throws Exception {
    int port = vertx.createHttpServer()
        .requestHandler(request -> unread.count(budget, request, LONG, request.response().end(Buffer.buffer(new byte[LONG]))))
        .listen(0, "127.0.0.1").await().actualPort();
    CountDownLatch closed = new CountDownLatch(1);
    HttpClient client = vertx.createHttpClient(
        new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));

    client.request(HttpMethod.GET, port, "127.0.0.1", "/").compose(request -> {
      request.connection().closeHandler(gone -> closed.countDown());
      return request.send();
    }).onSuccess(HttpClientResponse::pause).await();
    try (Socket second = connect(port)) {
      await(closed);
      eventually(() -> unread.bytes(budget) == LONG);
    }
    eventually(() -> unread.bytes(budget) == 0);
    client.close().await();
  }
}
