package dev.gatehouse.feature;

import static dev.gatehouse.feature.TestTools.ADDRESS;
import static dev.gatehouse.feature.TestTools.LONG;
import static dev.gatehouse.feature.TestTools.async;
import static dev.gatehouse.feature.TestTools.blocking;
import static dev.gatehouse.feature.TestTools.call;
import static dev.gatehouse.feature.TestTools.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.feature.Dispatcher.Charge;
import dev.gatehouse.feature.bulkhead.Breaker;
import dev.gatehouse.feature.bulkhead.Bulkhead;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.feature.bulkhead.HostMemory;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.feature.bulkhead.TenantBulkhead;
import dev.gatehouse.feature.bulkhead.ToolThreads;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.Content;
import dev.gatehouse.spi.ResourceLink;
import dev.gatehouse.spi.TextContent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call's way over a real event bus: dispatcher, bus, verticle, tool, and back, whatever the tool does. */
final class ToolCallsTest {

  private static final int SIDE_BY_SIDE = 50;
  private static final Duration SHORT = Duration.ofMillis(200);

  private static final long MAX_RESULT = 1000;

  private final Vertx vertx = Vertx.vertx();
  private final TenantBulkhead tenant = new TenantBulkhead(SIDE_BY_SIDE, 0);
  private final CountDownLatch release = new CountDownLatch(1);
  private ToolThreads threads = new ToolThreads("acme", SIDE_BY_SIDE);
  private Dispatcher dispatcher;
  private Future<ToolResult> first;

  @BeforeEach
  void listen() {
    LocalCodec.register(vertx.eventBus());
    dispatcher = new Dispatcher(vertx);
  }

  @AfterEach
  void end() {
    release.countDown();
    threads.close();
    vertx.close().await();
  }

  /** Deploys the tool, and gives the way to it. */
  private Entry serve(Feature tool, int most) {
    return served(tool, new Bulkhead(tenant, most, 0, LONG));
  }

  /** The way to a tool that waits for the release, with one call in it: {@link #first}. */
  private Entry occupied(Bulkhead bulkhead) throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    Entry entry = served(waiting("wait", running), bulkhead);
    first = send(entry, call("wait", LONG));
    running.await();
    return entry;
  }

  private Entry served(Feature tool, Bulkhead bulkhead) {
    vertx.deployVerticle(new FeatureVerticle(ADDRESS, List.of(tool), threads, name -> MAX_RESULT)).await();
    return new Entry(tool.info(), ADDRESS, bulkhead, LONG);
  }

  private Future<ToolResult> send(Entry entry, Call call) {
    return dispatcher.call(entry, () -> entry, call, Charge.NONE);
  }

  private ToolResult answer(Entry entry) {
    return send(entry, call(entry.key().name(), LONG)).await();
  }

  private void assertAllPlacesAreFree(Entry entry) {
    assertThat(entry.bulkhead().running()).isZero();
    assertThat(tenant.running()).isZero();
  }

  @Test
  void a_tool_answers() {
    Entry entry = serve(blocking("echo", call -> ToolResult.text(call.key().name() + " for " + call.caller().tenant())), 1);

    assertThat(answer(entry)).isEqualTo(ToolResult.text("echo for acme"));
    assertAllPlacesAreFree(entry);
  }

  @Test
  void blocking_calls_run_side_by_side() {
    CyclicBarrier all = new CyclicBarrier(SIDE_BY_SIDE);
    Entry entry = serve(blocking("meet", call -> {
      all.await(LONG.toSeconds(), TimeUnit.SECONDS);
      return ToolResult.text("met");
    }), SIDE_BY_SIDE);

    List<Future<ToolResult>> calls = IntStream.range(0, SIDE_BY_SIDE)
        .mapToObj(i -> send(entry, call("meet", LONG))).toList();
    Future.all(calls).await();

    assertThat(calls).allSatisfy(one -> assertThat(one.result()).isEqualTo(ToolResult.text("met")));
    assertAllPlacesAreFree(entry);
  }

  @Test
  void an_asynchronous_tool_holds_no_thread_once_it_has_returned_its_stage() throws Exception {
    threads.close();
    threads = new ToolThreads("acme", 1);
    CompletableFuture<ToolResult> later = new CompletableFuture<>();
    CountDownLatch returning = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    Entry entry = serve(async("later", call -> {
      returning.countDown();
      return begun.incrementAndGet() == 1 ? later : CompletableFuture.completedStage(ToolResult.text("second"));
    }), 2);

    Future<ToolResult> first = send(entry, call("later", LONG));
    returning.await();
    ToolResult second = null;
    // The one thread is free a moment after the stage is there.
    while (second == null) {
      try {
        second = answer(entry);
      } catch (BusyException e) {
        Thread.sleep(5);
      }
    }
    assertThat(second).isEqualTo(ToolResult.text("second"));
    later.complete(ToolResult.text("first"));
    assertThat(first.await()).isEqualTo(ToolResult.text("first"));
  }

  /** Before it returns its stage it may compute, and would hold up every tenant's calls there. */
  @Test
  void an_asynchronous_tool_is_called_on_no_event_loop() {
    Entry entry = serve(async("where",
        call -> CompletableFuture.completedStage(ToolResult.text(Context.isOnEventLoopThread() + " " + Thread.currentThread().getName()))),
        1);

    assertThat(text(answer(entry))).isEqualTo("false tool-acme");
  }

  @Test
  void a_tool_that_hangs_is_given_up_and_interrupted() throws Exception {
    CompletableFuture<String> end = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    Entry entry = serve(blocking("hang", call -> {
      begun.countDown();
      try {
        release.await();
        end.complete("released");
      } catch (InterruptedException e) {
        end.complete("interrupted, cancelled " + call.cancellation().isCancelled());
      }
      return ToolResult.text("too late");
    }), 1);

    do {
      ToolResult result = send(entry, call("hang", SHORT)).await();

      assertThat(result.isError()).isTrue();
      assertThat(text(result)).contains("'hang'").contains("in time");
      assertAllPlacesAreFree(entry);
      // On a slow machine its time may be over before it has begun.
    } while (begun.getCount() > 0);
    assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo("interrupted, cancelled true");
  }

  @Test
  void a_plugins_cancel_action_that_throws_does_not_spoil_the_answer() {
    Entry entry = serve(async("hang", call -> {
      call.cancellation().onCancel(() -> {
        throw new IllegalStateException("spoiled");
      });
      return new CompletableFuture<>();
    }), 1);

    assertThat(text(send(entry, call("hang", SHORT)).await())).contains("in time");
  }

  @Test
  void what_a_tool_throws_stays_inside() {
    Entry entry = serve(blocking("throw", call -> {
      throw new IllegalStateException("password=hunter2");
    }), 1);

    assertFailedInside(answer(entry), "throw");
    assertAllPlacesAreFree(entry);
  }

  @Test
  void an_error_is_answered_as_surely_as_an_exception() {
    assertFailedInside(answer(serve(async("error", call -> {
      throw new NoClassDefFoundError("hunter2");
    }), 1)), "error");
  }

  /** The log asks for it. */
  @Test
  void an_exception_whose_message_cannot_be_had_is_answered_too() {
    RuntimeException mute = new RuntimeException() {
      private static final long serialVersionUID = 1L;

      @Override
      public String getMessage() {
        throw new IllegalStateException("hunter2");
      }
    };
    assertFailedInside(answer(serve(blocking("mute", call -> {
      throw mute;
    }), 1)), "mute");
  }

  @Test
  void a_stage_that_fails_is_a_failure_and_so_is_one_that_gives_nothing() {
    assertFailedInside(answer(serve(async("fail", call -> CompletableFuture.failedStage(new Exception("hunter2"))), 1)), "fail");
  }

  @Test
  void a_result_that_is_null_is_a_failure() {
    assertFailedInside(answer(serve(async("nothing", call -> CompletableFuture.completedStage(null)), 1)), "nothing");
  }

  @Test
  void no_stage_at_all_is_a_failure() {
    assertFailedInside(answer(serve(async("null", call -> null), 1)), "null");
  }

  private static void assertFailedInside(ToolResult result, String tool) {
    assertThat(result.isError()).isTrue();
    assertThat(text(result)).contains("'" + tool + "'").contains("log").doesNotContain("hunter2").doesNotContain("Exception");
  }

  @Test
  void a_full_tool_is_busy_at_once_and_costs_the_tenant_no_place() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    Entry entry = serve(waiting("wait", running), 1);
    Future<ToolResult> first = send(entry, call("wait", LONG));
    running.await();

    assertThatThrownBy(() -> answer(entry)).isInstanceOf(BusyException.class).hasMessageContaining("'wait'").hasMessageContaining("1");
    assertThat(tenant.running()).isEqualTo(1);

    release.countDown();
    first.await();
    assertThat(answer(entry).isError()).isFalse();
  }

  @Test
  void a_full_tenant_is_busy_at_once_and_costs_the_tool_no_place() throws Exception {
    TenantBulkhead small = new TenantBulkhead(1, 0);
    Entry entry = occupied(new Bulkhead(small, 5, 5, LONG));

    assertThatThrownBy(() -> send(entry, call("wait", LONG)).await()).isInstanceOf(BusyException.class)
        .hasMessage("this tenant is full: 1 running and 0 waiting");
    assertThat(entry.bulkhead().running()).isEqualTo(1);

    release.countDown();
    first.await();
  }

  @Test
  void a_call_for_which_there_is_no_place_waits_for_one() throws Exception {
    TenantBulkhead queued = new TenantBulkhead(5, 5);
    Entry entry = occupied(new Bulkhead(queued, 1, 1, LONG));
    Future<ToolResult> second = send(entry, call("wait", LONG));

    assertThatThrownBy(() -> send(entry, call("wait", LONG)).await()).isInstanceOf(BusyException.class)
        .hasMessage("tool 'wait' is full: 1 running and 1 waiting");
    assertThat(queued.waiting()).isEqualTo(1);
    assertThat(second.isComplete()).isFalse();
    release.countDown();

    assertThat(text(first.await())).isEqualTo("done");
    assertThat(text(second.await())).isEqualTo("done");
    assertThat(queued.idle()).isTrue();
  }

  @Test
  void it_waits_so_long_and_no_longer() throws Exception {
    TenantBulkhead queued = new TenantBulkhead(5, 5);
    Entry entry = occupied(new Bulkhead(queued, 1, 5, SHORT));

    assertThatThrownBy(() -> answer(entry)).isInstanceOf(BusyException.class)
        .hasMessage("tool 'wait' had no place to run in within 200 ms");
    assertThat(queued.waiting()).isZero();
    assertThat(queued.running()).isEqualTo(1);
    release.countDown();
    first.await();
    assertThat(queued.idle()).isTrue();
  }

  @Test
  void it_waits_until_nobody_wants_it_any_more() throws Exception {
    TenantBulkhead queued = new TenantBulkhead(5, 5);
    Entry entry = occupied(new Bulkhead(queued, 1, 5, LONG));
    Call unwanted = call("wait", LONG);
    Future<ToolResult> cancelled = send(entry, unwanted);

    unwanted.cancellation().cancel();

    assertThatThrownBy(cancelled::await).isInstanceOf(BusyException.class);
    assertThat(queued.waiting()).isZero();
    release.countDown();
    first.await();
  }

  @Test
  void its_wait_takes_nothing_from_the_time_that_it_has_to_run() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    Feature remaining = blocking("wait", call -> {
      running.countDown();
      release.await();
      return ToolResult.text(Long.toString(call.deadline().remaining().toMillis()));
    });
    Entry entry = served(remaining, new Bulkhead(new TenantBulkhead(5, 5), 1, 5, LONG));
    Future<ToolResult> first = send(entry, call("wait", LONG));
    running.await();
    // The time of a call that runs at once is what its caller set, of one that has waited what the tool has.
    Future<ToolResult> second = send(entry, call("wait", SHORT));
    Thread.sleep(2 * SHORT.toMillis());
    release.countDown();

    first.await();
    assertThat(Long.parseLong(text(second.await()))).isGreaterThan(SHORT.toMillis());
  }

  @Test
  void a_call_is_charged_when_it_has_a_place_or_stands_in_line_and_never_else() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    TenantBulkhead queued = new TenantBulkhead(5, 5);
    Entry entry = served(waiting("wait", running), new Bulkhead(queued, 1, 1, LONG));
    AtomicInteger charged = new AtomicInteger();
    Charge charge = () -> {
      charged.incrementAndGet();
      return Future.succeededFuture();
    };
    List<Future<ToolResult>> calls = List.of(dispatcher.call(entry, () -> entry, call("wait", LONG), charge),
        dispatcher.call(entry, () -> entry, call("wait", LONG), charge));

    assertThatThrownBy(() -> dispatcher.call(entry, () -> entry, call("wait", LONG), charge).await()).isInstanceOf(BusyException.class);
    assertThat(charged.get()).isEqualTo(2);
    release.countDown();
    Future.all(calls).await();
  }

  @Test
  void a_call_that_cannot_pay_leaves_its_place_and_the_line() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    TenantBulkhead queued = new TenantBulkhead(5, 5);
    Entry entry = served(waiting("wait", running), new Bulkhead(queued, 1, 1, LONG));
    IllegalStateException broke = new IllegalStateException("no money");
    for (Charge charge : List.<Charge>of(() -> Future.failedFuture(broke), () -> {
      throw broke;
    })) {
      assertThatThrownBy(() -> dispatcher.call(entry, () -> entry, call("wait", LONG), charge).await()).isSameAs(broke);
      assertThat(queued.idle()).isTrue();
    }
    Future<ToolResult> first = send(entry, call("wait", LONG));
    running.await();

    assertThatThrownBy(() -> dispatcher.call(entry, () -> entry, call("wait", LONG), () -> Future.failedFuture(broke)).await())
        .isSameAs(broke);
    assertThat(queued.waiting()).isZero();
    release.countDown();
    assertThat(text(first.await())).isEqualTo("done");
  }

  @Test
  void a_call_that_cannot_pay_is_not_kept_for_the_time_that_it_might_have_waited() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    Entry entry = served(waiting("wait", running), new Bulkhead(new TenantBulkhead(5, 5), 1, 1, LONG));
    Future<ToolResult> first = send(entry, call("wait", LONG));
    running.await();

    WeakReference<Call> refused = refused(entry);

    long end = System.nanoTime() + LONG.toNanos() / 2;
    while (refused.get() != null && System.nanoTime() < end) {
      System.gc();
      Thread.sleep(20);
    }
    assertThat(refused.get()).isNull();
    release.countDown();
    first.await();
  }

  private WeakReference<Call> refused(Entry entry) {
    Call call = call("wait", LONG);
    assertThatThrownBy(() -> dispatcher.call(entry, () -> entry, call, () -> Future.failedFuture("no money")).await())
        .hasMessage("no money");
    return new WeakReference<>(call);
  }

  private Feature waiting(String name, CountDownLatch running) {
    return blocking(name, call -> {
      running.countDown();
      release.await();
      return ToolResult.text("done");
    });
  }

  @Test
  void without_a_thread_the_call_is_busy_and_the_places_are_free() {
    threads.close();
    Entry entry = serve(blocking("echo", call -> ToolResult.text("never")), 1);

    assertThatThrownBy(() -> answer(entry)).isInstanceOf(BusyException.class).hasMessageContaining("'echo'");
    assertAllPlacesAreFree(entry);
  }

  @Test
  void a_tool_that_nobody_serves_any_more_is_an_answer_too() {
    Entry served = serve(blocking("echo", call -> ToolResult.text("ok")), 1);
    Entry renamed = new Entry(TestTools.info("gone"), served.address(), TestTools.bulkhead(1), LONG);
    Entry nowhere = new Entry(TestTools.info("echo"), new Address("acme", "gone", 1), TestTools.bulkhead(1), LONG);

    for (Entry entry : List.of(renamed, nowhere)) {
      assertThat(answer(entry).isError()).isTrue();
      assertThat(text(answer(entry))).contains("cannot be reached");
      assertAllPlacesAreFree(entry);
    }
  }

  @Test
  void a_call_cancelled_before_its_turn_never_runs() {
    CompletableFuture<String> ran = new CompletableFuture<>();
    Entry entry = serve(blocking("run", call -> {
      ran.complete("ran");
      return ToolResult.text("ran");
    }), 1);
    Call cancelled = call("run", LONG);
    cancelled.cancellation().cancel();

    assertThat(send(entry, cancelled).await().isError()).isTrue();
    assertThat(ran).isNotDone();
  }

  @Test
  void a_call_cancelled_before_its_turn_does_not_close_a_circuit_breaker() {
    Entry entry = serve(blocking("run", call -> ToolResult.text("ran")), 1);
    for (int i = 0; i < Breaker.FAILURES; i++) {
      entry.bulkhead().breaker().failed();
    }
    // As if its rest were over.
    entry.bulkhead().breaker().untried();
    Call cancelled = call("run", LONG);
    cancelled.cancellation().cancel();

    assertThat(send(entry, cancelled).await().isError()).isTrue();

    assertThat(entry.bulkhead().breaker().isOpen()).isTrue();
    assertThat(text(answer(entry))).as("the next one is the trial").isEqualTo("ran");
    assertThat(entry.bulkhead().breaker().isOpen()).isFalse();
  }

  @Test
  void a_call_runs_although_an_answer_was_larger_than_the_budget() {
    Entry entry = serve(blocking("run", call -> ToolResult.text("ran")), 1);
    entry.bulkhead().answered(1L << 30);
    MemoryLease lease = Objects.requireNonNull(new HostMemory(64 << 20).tenant("acme").tryLease(0));

    assertThat(text(send(entry, call("run", LONG, lease)).await())).isEqualTo("ran");
  }

  @Test
  void an_answer_that_is_too_long_is_an_error_that_says_what_to_do() {
    AtomicInteger length = new AtomicInteger();
    Entry entry = serve(blocking("long", call -> ToolResult.text("é".repeat(length.get() / 2))), 1);

    length.set((int) MAX_RESULT);
    assertThat(answer(entry).isError()).isFalse();
    length.set((int) MAX_RESULT + 2);
    assertThat(answer(entry).isError()).isTrue();
    assertThat(text(answer(entry))).contains("'long'").contains("1002 bytes").contains("1000").contains("Ask for less");
  }

  @Test
  void what_is_found_to_be_too_long_while_it_is_written_is_told_alike() {
    Entry entry = serve(blocking("long", call -> {
      throw new LongAnswerException(call.cancellation().longestAnswer());
    }), 1);

    assertThat(answer(entry).isError()).isTrue();
    assertThat(text(answer(entry))).contains("'long'").contains("more than the 1000 bytes").contains("Ask for less");
  }

  @Test
  void structured_content_counts_too() {
    Entry entry = serve(blocking("long", call -> new ToolResult(List.of(), Json.object().put("text", "x".repeat(1000)), false)), 1);

    assertThat(text(answer(entry))).contains("bytes");
  }

  @Test
  void what_holds_many_parts_together_counts_and_so_does_what_a_link_says() {
    Content empty = new TextContent("");
    Content link = new ResourceLink("a:b", "b", null, "x".repeat((int) MAX_RESULT), null);
    AtomicReference<List<Content>> parts = new AtomicReference<>();
    Entry entry = serve(blocking("parts", call -> new ToolResult(parts.get(), null, false)), 1);

    for (List<Content> many : List.of(Collections.nCopies(100, empty), List.of(link))) {
      parts.set(many);
      assertThat(text(answer(entry))).contains("more than the 1000");
    }
    parts.set(Collections.nCopies(10_001, empty));
    assertThat(text(answer(entry))).contains("has 10001 parts");
    parts.set(Collections.nCopies(10, empty));
    assertThat(answer(entry).isError()).isFalse();
  }

  @Test
  void a_trial_that_cannot_pay_leaves_it_to_the_next_call_to_see_whether_a_resting_tool_works_again() {
    Entry entry = serve(blocking("echo", call -> ToolResult.text("works")), 5);
    for (int i = 0; i < Breaker.FAILURES; i++) {
      entry.bulkhead().breaker().failed();
    }
    // As if its rest were over.
    entry.bulkhead().breaker().untried();

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> dispatcher.call(entry, () -> entry, call("echo", LONG), () -> Future.failedFuture("no money")).await())
          .hasMessage("no money");
    }

    assertThat(text(answer(entry))).isEqualTo("works");
  }

  /** Else the one that is let through to see would be used up by a call that cannot run. */
  @Test
  void a_tool_that_rests_is_asked_whether_it_does_by_calls_that_could_run() throws Exception {
    TenantBulkhead full = new TenantBulkhead(1, 0);
    Entry entry = occupied(new Bulkhead(full, 1, 0, LONG));
    for (int i = 0; i < Breaker.FAILURES; i++) {
      entry.bulkhead().breaker().failed();
    }

    assertThatThrownBy(() -> answer(entry)).isInstanceOf(BusyException.class).hasMessageContaining("is full");
    release.countDown();
    first.await();
    for (int i = 0; i < Breaker.FAILURES; i++) {
      entry.bulkhead().breaker().failed();
    }
    assertThatThrownBy(() -> answer(entry)).isInstanceOf(BusyException.class).hasMessageContaining("circuit breaker is open");
    assertThat(full.idle()).isTrue();
  }

  @Test
  void a_tool_that_only_fails_rests_and_costs_no_thread_then() {
    AtomicInteger ran = new AtomicInteger();
    Entry entry = serve(blocking("fail", call -> {
      ran.incrementAndGet();
      throw new IllegalStateException("hunter2");
    }), 1);

    for (int i = 0; i < Breaker.FAILURES; i++) {
      assertFailedInside(answer(entry), "fail");
    }

    assertThatThrownBy(() -> answer(entry)).isInstanceOf(BusyException.class).hasMessageContaining("'fail'")
        .hasMessageContaining("circuit breaker is open");
    assertThat(ran).hasValue(Breaker.FAILURES);
    assertAllPlacesAreFree(entry);
    entry.bulkhead().mend();
    assertFailedInside(answer(entry), "fail");
  }

  @Test
  void answers_that_say_what_is_wrong_are_no_failures() {
    Entry entry = serve(blocking("refuse", call -> ToolResult.error("no such city")), 1);

    for (int i = 0; i <= Breaker.FAILURES; i++) {
      assertThat(text(answer(entry))).isEqualTo("no such city");
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true, ran", "false, false, ran", "true, false, cannot be reached now", "false, true, cannot be reached now"})
  void the_version_that_has_replaced_a_tool_answers_only_if_permission_to_call_it_was_decided_alike(boolean was, boolean is, String words) {
    Feature tool = blocking("save", call -> ToolResult.text("ran"));
    Entry fresh = new Entry(readOnly(is), ADDRESS, serve(tool, 1).bulkhead(), LONG);
    Entry unloaded = new Entry(readOnly(was), new Address("acme", "fixture", 0), TestTools.bulkhead(1), LONG);

    ToolResult answer = dispatcher.<ToolResult>call(unloaded, () -> fresh, call("save", LONG), Charge.NONE).await();
    assertThat(text(answer)).contains(words);
    assertAllPlacesAreFree(unloaded);
  }

  private static ToolInfo readOnly(boolean hint) {
    return new ToolInfo("save", null, "", Json.object().put("type", "object"), null, Json.object().put("readOnlyHint", hint), null);
  }
}
