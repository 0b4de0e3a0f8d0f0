package dev.gatehouse.feature;

import static dev.gatehouse.feature.TestTools.ADDRESS;
import static dev.gatehouse.feature.TestTools.LONG;
import static dev.gatehouse.feature.TestTools.call;
import static dev.gatehouse.feature.TestTools.info;
import static dev.gatehouse.feature.TestTools.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.LogOf;
import dev.gatehouse.feature.Dispatcher.Charge;
import dev.gatehouse.feature.bulkhead.Bulkhead;
import dev.gatehouse.feature.bulkhead.ToolThreads;
import dev.gatehouse.feature.loop.EventLoop;
import dev.gatehouse.feature.loop.EventLoops;
import dev.gatehouse.rpc.Json;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What says that it does not block runs on the caller's event loop, as long as that is true. */
@Timeout(60)
final class NonBlockingTest {

  private static final String THREAD = "tool-acme";
  private static final long MAX_RESULT = 1000;

  private final Vertx vertx = Vertx.vertx();
  private final ToolThreads threads = new ToolThreads("acme", 8);
  private final Bulkhead bulkhead = TestTools.bulkhead(8);
  private final Entry entry = new Entry(info("run"), ADDRESS, bulkhead, LONG);
  private final LogOf log = new LogOf(FeatureVerticle.class.getName());
  private final AtomicReference<TestTools.AsyncBody> body = new AtomicReference<>(call -> where());
  private final Feature feature = new Feature(info("run"), call -> body.get().run(call), false);
  private final FeatureVerticle verticle = new FeatureVerticle(ADDRESS, List.of(feature), threads, name -> MAX_RESULT);
  private EventLoop loop;

  @BeforeEach
  void deploy() {
    LocalCodec.register(vertx.eventBus());
    vertx.deployVerticle(verticle).await();
    loop = EventLoops.of(vertx).any().await();
  }

  @AfterEach
  void close() {
    log.close();
    vertx.close().await();
    threads.close();
  }

  private static CompletionStage<ToolResult> where() {
    return done(Thread.currentThread().getName());
  }

  private static CompletionStage<ToolResult> done(String text) {
    return CompletableFuture.completedStage(ToolResult.text(text));
  }

  private String run() {
    return run(call("run", LONG));
  }

  private String run(Call call) {
    Promise<ToolResult> answer = Promise.promise();
    loop.execute(() -> new Dispatcher(vertx).<ToolResult>call(entry, () -> entry, call, Charge.NONE).onComplete(answer));
    String text = text(answer.future().await());
    assertThat(bulkhead.running()).isZero();
    assertThat(verticle.running()).isZero();
    return text;
  }

  private String run(TestTools.AsyncBody next) {
    body.set(next);
    String text = run();
    body.set(call -> where());
    return text;
  }

  private String loopThread() {
    CompletableFuture<String> name = new CompletableFuture<>();
    loop.execute(() -> name.complete(Thread.currentThread().getName()));
    return name.join();
  }

  private void assertRunsOnTheLoop() {
    assertThat(run()).isEqualTo(loopThread());
  }

  @Test
  void the_first_call_runs_on_a_thread_and_the_others_where_the_call_is() {
    assertThat(run()).isEqualTo(THREAD);
    for (int i = 0; i < 100; i++) {
      assertRunsOnTheLoop();
    }
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void one_that_returns_a_stage_is_answered_when_the_stage_is_complete() {
    run();
    CompletableFuture<ToolResult> later = new CompletableFuture<>();

    assertThat(run(call -> {
      threads.execute(() -> later.complete(ToolResult.text("later")));
      return later;
    })).isEqualTo("later");
    assertRunsOnTheLoop();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void one_that_holds_the_loop_is_moved_to_threads_and_the_log_says_so_once(boolean computes) {
    run();
    assertRunsOnTheLoop();
    for (int i = 0; i < 2; i++) {
      run(call -> {
        hold(computes);
        return done("held");
      });
    }

    assertThat(run()).isEqualTo(THREAD);
    assertThat(log.lines()).hasSize(1).first().asString().containsPattern(
        "tool 'run' of plugin 'fixture' of tenant 'acme' .* held an event loop for \\d\\d+ ms");
  }

  private static void hold(boolean computes) throws InterruptedException {
    if (!computes) {
      Thread.sleep(20);
      return;
    }
    // By processor time: on a busy machine the other could be over sooner.
    var clock = ManagementFactory.getThreadMXBean();
    long end = clock.getCurrentThreadCpuTime() + TimeUnit.MILLISECONDS.toNanos(20);
    while (clock.getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void a_moved_one_stays_moved_until_its_plugin_is_loaded_anew() {
    run();
    run(call -> {
      hold(false);
      return done("held");
    });
    verticle.serve(List.of(feature));
    assertThat(run()).isEqualTo(THREAD);
    assertThat(run()).isEqualTo(THREAD);

    verticle.serve(List.of(new Feature(info("run"), call -> where(), false)));
    assertThat(run()).isEqualTo(THREAD);
    assertRunsOnTheLoop();
  }

  @Test
  void what_may_block_never_runs_on_the_loop() {
    verticle.serve(List.of(new Feature(info("run"), call -> where())));

    assertThat(run()).isEqualTo(THREAD);
    assertThat(run()).isEqualTo(THREAD);
  }

  @Test
  void a_failure_of_any_kind_is_answered_and_harms_no_loop() {
    run();
    assertThat(run(call -> {
      throw new IllegalStateException("password=hunter2");
    })).contains("failed inside").doesNotContain("hunter2");
    assertThat(run(call -> overflow(1))).contains("failed inside");
    assertThat(run(call -> {
      throw new InvalidArgumentsException("not so");
    })).isEqualTo("not so");
    assertThat(run(call -> null)).contains("failed inside");
    assertThat(run(call -> {
      Thread.currentThread().interrupt();
      return done("interrupted");
    })).isEqualTo("interrupted");
    assertThat(run(call -> done(String.valueOf(Thread.currentThread().isInterrupted())))).isEqualTo("false");
  }

  @SuppressWarnings("InfiniteRecursion")
  private static CompletionStage<ToolResult> overflow(int depth) {
    return overflow(depth + 1).thenApply(result -> result);
  }

  @Test
  void its_answer_is_bounded_too() {
    run();

    assertThat(run(call -> done("x".repeat((int) MAX_RESULT + 1)))).contains("Ask for less");
  }

  @Test
  void a_cancelled_call_does_not_run() {
    run();
    Call cancelled = call("run", LONG);
    cancelled.cancellation().cancel();

    assertThat(run(cancelled)).contains("was cancelled before it ran");
  }

  /** The event loop has no time to look at the deadline meanwhile. */
  @Test
  void one_that_returns_after_its_deadline_is_answered() {
    run();
    body.set(call -> {
      Thread.sleep(200);
      return done("late");
    });

    assertThat(run(call("run", Duration.ofMillis(50)))).isEqualTo("late");
  }

  @Test
  void a_stage_that_is_not_complete_in_time_is_given_up() {
    run();
    body.set(call -> new CompletableFuture<>());
    Promise<ToolResult> answer = Promise.promise();
    loop.execute(() -> new Dispatcher(vertx).<ToolResult>call(entry, () -> entry, call("run", Duration.ofMillis(50)), Charge.NONE)
        .onComplete(answer));

    assertThat(text(answer.future().await())).contains("did not answer in time");
    assertThat(bulkhead.running()).isZero();
  }

  /** To check them takes time, and any caller can send them. */
  @Test
  void a_call_with_long_arguments_runs_on_a_thread() {
    run();
    Call plain = call("run", LONG);
    CallParams.Arguments many = new CallParams.Arguments(Json.object().put("text", "x".repeat(20_000)));

    assertThat(run(new Call(plain.key(), many, plain.caller(), plain.deadline(), plain.context()))).isEqualTo(THREAD);
    assertRunsOnTheLoop();
  }

  @Test
  void what_is_slow_without_computing_or_waiting_is_moved_when_it_is_so_three_times_in_a_row() {
    OnLoop state = new OnLoop(ADDRESS, Key.tool("run"), false);
    state.tried();
    CompletableFuture<List<Boolean>> allowed = new CompletableFuture<>();
    long slow = OnLoop.MOST.toNanos() + 1;
    loop.execute(() -> {
      loop.clock().begin();
      state.held(slow, loop.clock());
      state.held(slow, loop.clock());
      state.held(1, loop.clock());
      state.held(slow, loop.clock());
      state.held(slow, loop.clock());
      boolean before = state.isAllowed();
      state.held(slow, loop.clock());
      allowed.complete(List.of(before, state.isAllowed()));
    });

    assertThat(allowed.join()).containsExactly(true, false);
  }
}
