package dev.gatehouse.feature;

import static dev.gatehouse.feature.TestTools.ADDRESS;
import static dev.gatehouse.feature.TestTools.LONG;
import static dev.gatehouse.feature.TestTools.blocking;
import static dev.gatehouse.feature.TestTools.call;
import static dev.gatehouse.feature.TestTools.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.feature.Dispatcher.Charge;
import dev.gatehouse.feature.bulkhead.ToolThreads;
import dev.gatehouse.feature.loop.EventLoop;
import dev.gatehouse.feature.loop.EventLoops;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which consumer a call goes to, and what becomes of it when that one goes. */
@Timeout(60)
final class EventBusTest {

  private final Vertx vertx = Vertx.vertx();
  private final ToolThreads threads = new ToolThreads("acme", 8);
  private final Feature echo = blocking("echo", call -> ToolResult.text("echo"));
  private final FeatureVerticle verticle = new FeatureVerticle(ADDRESS, List.of(echo), threads, name -> 1000);
  private final Entry entry = new Entry(echo.info(), ADDRESS, TestTools.bulkhead(8), LONG);
  private final Queue<String> addresses = new ConcurrentLinkedQueue<>();
  private Dispatcher dispatcher;
  private EventLoop loop;

  @BeforeEach
  void deploy() {
    LocalCodec.register(vertx.eventBus());
    vertx.deployVerticle(verticle).await();
    dispatcher = new Dispatcher(vertx);
    loop = EventLoops.of(vertx).any().await();
    vertx.eventBus().addInboundInterceptor(delivery -> {
      addresses.add(delivery.message().address() + (loop.isCurrent() ? " on the caller's loop" : ""));
      delivery.next();
    });
  }

  @AfterEach
  void close() {
    vertx.close().await();
    threads.close();
  }

  private <T> T onLoop(Supplier<Future<T>> step) {
    Promise<T> promise = Promise.promise();
    loop.execute(() -> step.get().onComplete(promise));
    return promise.future().await();
  }

  private Future<ToolResult> send(Supplier<Entry> current) {
    return dispatcher.call(entry, current, call("echo", LONG), Charge.NONE);
  }

  private ToolResult answer() {
    return onLoop(() -> send(() -> entry));
  }

  @Test
  void every_event_loop_is_found() {
    assertThat(EventLoops.of(vertx).all()).hasSize(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE);
  }

  @Test
  void the_first_call_of_an_event_loop_goes_to_the_base_address_and_the_others_stay_on_it() {
    for (int i = 0; i < 3; i++) {
      assertThat(text(answer())).isEqualTo("echo");
    }

    String own = "tool/acme/fixture/1/" + loop.index() + " on the caller's loop";
    assertThat(addresses).hasSize(3).element(0).asString().startsWith("tool/acme/fixture/1").doesNotContain("/1/");
    assertThat(addresses).element(1).isEqualTo(own);
    assertThat(addresses).element(2).isEqualTo(own);
  }

  @Test
  void the_answer_is_given_on_the_callers_event_loop() {
    boolean there = onLoop(() -> send(() -> entry).map(result -> loop.isCurrent()));

    assertThat(there).isTrue();
  }

  @Test
  void an_answered_call_leaves_no_deadline_behind() {
    int left = onLoop(() -> send(() -> entry).map(result -> loop.wheel().size()));

    assertThat(left).isZero();
  }

  /** Sent, and the consumer has gone when the message arrives: the bus drops it and tells nobody. */
  @Test
  void a_call_that_its_consumer_did_not_receive_does_not_wait_for_its_deadline() {
    answer();
    ToolResult result = onLoop(() -> {
      Future<ToolResult> sent = send(() -> entry);
      verticle.stop();
      return sent;
    });

    assertThat(text(result)).contains("cannot be reached");
    assertThat(entry.bulkhead().running()).isZero();
  }

  @Test
  void the_version_that_has_replaced_it_answers_such_a_call() {
    Address next = new Address("acme", "fixture", 2);
    vertx.deployVerticle(new FeatureVerticle(next, List.of(echo), threads, name -> 1000)).await();
    Entry fresh = new Entry(echo.info(), next, entry.bulkhead(), LONG);
    answer();

    ToolResult result = onLoop(() -> {
      Future<ToolResult> sent = send(() -> fresh);
      verticle.stop();
      return sent;
    });

    assertThat(text(result)).isEqualTo("echo");
    assertThat(entry.bulkhead().running()).isZero();
  }
}
