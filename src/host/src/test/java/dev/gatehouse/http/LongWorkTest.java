package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Callers;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.feature.loop.LongWork;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.OffLoopJson;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.rpc.Json;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done off the event loop stands in nobody's way, and nobody comes before it. */
@Timeout(180)
final class LongWorkTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void a_tenants_long_work_waits_for_no_other_tenants_on_the_same_event_loop() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    CompletableFuture<String> others = new CompletableFuture<>();
    vertx.runOnContext(now -> {
      LongWork.run(vertx, "acme", () -> slow.await(120, TimeUnit.SECONDS));
      LongWork.run(vertx, "other", () -> "done").onSuccess(others::complete);
    });

    assertThat(others.get(60, TimeUnit.SECONDS)).isEqualTo("done");
    slow.countDown();
  }

  @Test
  void a_tenants_own_is_done_one_after_the_other() throws Exception {
    StringBuffer order = new StringBuffer();
    CompletableFuture<Void> last = new CompletableFuture<>();
    vertx.runOnContext(now -> {
      LongWork.run(vertx, "acme", () -> {
        Thread.sleep(50);
        return order.append("first ");
      });
      LongWork.run(vertx, "acme", () -> order.append("second")).onSuccess(done -> last.complete(null));
    });

    last.get(60, TimeUnit.SECONDS);
    assertThat(order).hasToString("first second");
  }

  @Test
  void it_is_counted_for_each_host_apart() throws Exception {
    Vertx other = Vertx.vertx();
    try {
      CountDownLatch slow = new CountDownLatch(1);
      CompletableFuture<Void> done = new CompletableFuture<>();
      LongWork.run(vertx, "acme", () -> slow.await(120, TimeUnit.SECONDS)).onSuccess(over -> done.complete(null));

      assertThat(LongWork.idle(vertx)).isFalse();
      assertThat(LongWork.idle(other)).isTrue();
      slow.countDown();
      done.get(60, TimeUnit.SECONDS);
      assertThat(LongWork.idle(vertx)).isTrue();
    } finally {
      other.close().await();
    }
  }

  /** On a stream too. */
  @Test
  void a_long_answer_is_written_off_the_event_loop() throws Exception {
    CompletableFuture<String> order = new CompletableFuture<>();
    vertx.runOnContext(now -> {
      AtomicBoolean written = new AtomicBoolean();
      OffLoopJson.write("acme", () -> Json.object().put("text", "x".repeat(20 * LongWork.LONG))).onComplete(done -> written.set(true));
      assertThat(LongWork.idle(vertx)).isFalse();
      boolean longOne = written.getAndSet(false);
      OffLoopJson.write("acme", () -> Json.object().put("text", "x")).onComplete(done -> written.set(true));
      order.complete(longOne + " " + written.get());
    });

    assertThat(order.get(10, TimeUnit.SECONDS)).as("whether it was written at once").isEqualTo("false true");
  }

  /** A tool that has answered may have left a thread behind, and that one may ask its client something. */
  @Test
  void an_answer_that_is_being_written_is_made_no_stream() throws Exception {
    String text = "x".repeat(20 * LongWork.LONG);
    Router router = Router.router(vertx);
    router.post().handler(rc -> {
      rc.put(Principal.KEY, Callers.anonymous("acme", Patterns.none(), List.of(), "192.0.2.1"));
      PostReply reply = new PostReply(rc, new Accept(true, true, true), new UnreadResponses(), MemoryLease.unbounded());
      reply.finish(Answer.ok(Json.object().put("text", text)));
      reply.stream();
    });
    int port = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").map(HttpServer::actualPort).await();

    HttpResponse<String> response = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port))
        .timeout(Duration.ofSeconds(60)).POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());

    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body()).isEqualTo("{\"text\":\"" + text + "\"}");
  }
}
