package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Queries of operators who have left cost nothing more. */
@Timeout(60)
@ExtendWith(VertxExtension.class)
class QueryHandlerTest {

  private final List<String> begun = new CopyOnWriteArrayList<>();
  private final AtomicInteger left = new AtomicInteger();
  private final Promise<ObjectNode> first = Promise.promise();

  private static Socket ask(int port, String text) throws Exception {
    Socket socket = new Socket("127.0.0.1", port);
    socket.getOutputStream().write(("GET /?q=" + text + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  @Test
  void a_query_whose_caller_has_left_before_its_turn_is_not_run(Vertx vertx) throws Exception {
    QueryHandler handler = new QueryHandler(query -> {
      begun.add(query.required("q"));
      return begun.size() == 1 ? first.future() : Future.succeededFuture(Json.object());
    });
    AtomicInteger asked = new AtomicInteger();
    Router router = Router.router(vertx);
    router.get().handler(rc -> {
      asked.incrementAndGet();
      rc.response().closeHandler(closed -> left.incrementAndGet());
      handler.handle(rc);
    });
    HttpServer server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
    try (Socket slow = ask(server.actualPort(), "slow")) {
      eventually(() -> begun.size() == 1);
      try (Socket gone = ask(server.actualPort(), "gone")) {
        eventually(() -> asked.get() == 2);
        assertThat(gone.isConnected()).isTrue();
      }
      eventually(() -> left.get() == 1);
      try (Socket last = ask(server.actualPort(), "last")) {
        eventually(() -> asked.get() == 3);
        first.complete(Json.object());
        assertThat(new String(last.getInputStream().readNBytes(15), StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 200 OK");
      }
      assertThat(slow.isConnected()).isTrue();
    }
    assertThat(begun).containsExactly("slow", "last");
  }
}
