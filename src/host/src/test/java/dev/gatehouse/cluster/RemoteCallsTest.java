package dev.gatehouse.cluster;

import static dev.gatehouse.Eventually.eventually;
import static dev.gatehouse.cluster.TestCluster.TIMEOUT;
import static dev.gatehouse.cluster.TestCluster.end;
import static dev.gatehouse.cluster.TestCluster.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.LogOf;
import dev.gatehouse.cluster.TestCluster.Message;
import dev.gatehouse.cluster.edge.RemoteCalls;
import dev.gatehouse.cluster.wire.MessageKind;
import dev.gatehouse.cluster.wire.OutcomeForm;
import dev.gatehouse.cluster.worker.WorkerCalls;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallFault;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.feature.Dispatcher.Charge;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Result;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.feature.loop.LongWork;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.ToolCallException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of an edge that workers run, over an event bus, with plugins that do what plugins do. */
@Timeout(120)
final class RemoteCallsTest {

  private static final String PLUGIN = """
      static final java.util.concurrent.atomic.AtomicInteger runs = new java.util.concurrent.atomic.AtomicInteger();
      static volatile String end = "";

      @Tool public String echo(String text) { runs.incrementAndGet(); return text; }
      @Tool public int runs() { return runs.get(); }
      @Tool public String end() { return end; }
      @Tool public String fails() { throw new IllegalStateException("secret words"); }
      @Tool public String says() { throw new ToolCallException("it went wrong"); }
      @Tool public String big(int length) { return "x".repeat(length); }
      @Tool public String waits() throws InterruptedException {
        runs.incrementAndGet();
        try {
          Thread.sleep(60_000);
          return "waited";
        } catch (InterruptedException e) {
          end = "interrupted";
          throw e;
        }
      }
      @Tool public CompletionStage<String> never(Cancellation cancellation) {
        CompletableFuture<String> stage = new CompletableFuture<>();
        runs.incrementAndGet();
        cancellation.onCancel(() -> { end = "told"; stage.complete("too late"); });
        return stage;
      }
      @Tool public String asks(Elicitation elicitation) {
        ElicitationResponse answer = elicitation.elicit("name", "Who?", ElicitationSchema.of(ElicitationField.string("name")));
        return answer.action() + " " + answer.content();
      }
      @Tool public CompletionStage<String> asksLater(ClientInputs inputs) {
        return inputs.askAsync(Map.of("name", new ClientQuestion.Form("Who?", ElicitationSchema.of(ElicitationField.string("name")))))
            .thenApply(answers -> answers.elicitation("name").getString("name"));
      }
      /** Must not wait, and need not where the answer has come along. */
      @Tool(blocking = false) public String asksAtOnce(ClientInputs inputs) {
        return inputs.ask(Map.of("name", new ClientQuestion.Form("Who?", ElicitationSchema.of(ElicitationField.string("name")))))
            .elicitation("name").getString("name");
      }
      @Tool public String tells(Progress progress, McpLog log, RequestState state, Polling polling) {
        progress.notify(1, 3.0, "one");
        log.debug("fine");
        log.send(McpLog.Level.WARNING, Map.of("a", List.of(1, 2.5)));
        progress.notify(0.5, 3.0, "backwards");
        state.set("kept");
        polling.release();
        progress.notify(2.25, 3.0, null);
        log.error("bad");
        return state.get().orElse("nothing");
      }
      @Tool public String floods(McpLog log) {
        for (int i = 0; i < 20_000; i++) { log.info("message"); }
        return "flooded";
      }
      @Tool public String late(McpLog log) {
        new Thread(() -> { for (int i = 0; i < 100; i++) { log.info("after the end"); } }).start();
        return "gone";
      }
      @Tool public String tellsSlowly(Progress progress) throws InterruptedException {
        progress.notify(1, 3.0, "one");
        Thread.sleep(500);
        return "told";
      }
      @Tool public String waitsWith(String text) throws InterruptedException { return waits(); }
      @Tool public String leftWith(String text, Deadline deadline) { return Long.toString(deadline.remaining().toMillis()); }
      @Tool public List<String> left(Deadline deadline) { return List.of(Long.toString(deadline.remaining().toMillis())); }
      """;

  private static java.nio.file.Path jar;
  private TestCluster cluster;

  @BeforeAll
  static void compile() throws IOException {
    jar = PluginJars.jar(Files.createTempDirectory("gatehouse-cluster-jar"), "fixture", PluginJars.plugin(PLUGIN));
  }

  @BeforeEach
  void start() {
    cluster = new TestCluster(jar);
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
  }

  private static ScriptedClient jane() {
    return ScriptedClient.whileRunning("{'name':{'action':'accept','content':{'name':'Jane'}}}");
  }

  private static Call echo(String text) {
    return tool("echo", "{'text':'" + text + "'}", ClientChannel.NONE);
  }

  private String text(Call call) {
    return end(cluster.onEdge(call));
  }

  private static String said(String text) {
    return "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
  }

  private int runs() {
    return Integer.parseInt(text(tool("runs", "", ClientChannel.NONE)).replaceAll("\\D", ""));
  }

  /** All that a caller and a client see is the same with a worker as without. */
  @ParameterizedTest
  @ValueSource(strings = {"echo {'text':'hi'}", "echo {'text':5}", "echo {}", "fails", "says", "tells", "asks", "asksLater", "asksAtOnce",
      "big {'length':300000}", "big {'length':5000000}"})
  void a_call_ends_and_sounds_the_same_by_way_of_a_worker(String line) {
    String name = line.split(" ", 2)[0];
    String arguments = line.contains(" ") ? line.split(" ", 2)[1] : "";
    for (String answers : List.of("{}", "{'name':{'action':'accept','content':{'name':'Jane'}}}")) {
      for (boolean inRounds : List.of(true, false)) {
        ScriptedClient here = inRounds ? ScriptedClient.inRounds(answers) : ScriptedClient.whileRunning(answers);
        ScriptedClient there = inRounds ? ScriptedClient.inRounds(answers) : ScriptedClient.whileRunning(answers);
        Call direct = tool(name, arguments, here);
        Call remote = tool(name, arguments, there);

        assertThat(end(cluster.onEdge(remote))).as("%s, %s, rounds %s", line, answers, inRounds).isEqualTo(end(cluster.onWorker(direct)));
        assertThat(there.heard()).isEqualTo(here.heard());
        assertThat(remote.cancellation().fault()).isEqualTo(direct.cancellation().fault());
      }
    }
  }

  @Test
  void progress_logs_and_state_arrive_before_the_answer_and_in_order() {
    ScriptedClient client = jane().logLevel("warning");

    assertThat(text(tool("tells", "", client))).isEqualTo(said("kept"));

    assertThat(client.heard()).containsExactly("progress 1.0 of 3.0: one", "log warning null {\"a\":[1,2.5]}", "remember kept", "release",
        "progress 2.25 of 3.0: null", "log error null \"bad\"");
  }

  @Test
  void a_client_that_refuses_to_answer_is_heard_by_the_plugin() {
    assertThat(text(tool("asks", "", jane().refuses(new ToolCallException("The client refused to answer: no (1)")))))
        .contains("The client refused to answer: no (1)").contains("isError");
  }

  @Test
  void a_question_that_a_client_cannot_answer_names_the_capability() {
    assertThat(text(tool("asks", "", jane().capable("{}")))).startsWith("MissingCapabilityException").contains("elicitation");
  }

  @Test
  void what_a_plugin_says_without_end_is_bounded() {
    ScriptedClient client = jane();

    assertThat(text(tool("floods", "", client))).isEqualTo(said("flooded"));
    assertThat(client.heard()).hasSize(10_000);
  }

  @Test
  void what_a_plugin_says_after_its_answer_reaches_nobody() throws InterruptedException {
    ScriptedClient client = jane();
    assertThat(text(tool("late", "", client))).isEqualTo(said("gone"));
    int heard = client.heard().size();

    assertThat(text(echo("x"))).isEqualTo(said("x"));
    assertThat(client.heard()).hasSize(heard);
  }

  @Test
  void the_time_that_is_left_crosses_and_no_clock() {
    String left = text(tool("left", "", ClientChannel.NONE)).replaceAll("\\D", "");

    assertThat(Long.parseLong(left)).isBetween(TIMEOUT.toMillis() - 30_000, TIMEOUT.toMillis());
  }

  @Test
  void the_span_of_a_worker_has_the_kind_of_failure() {
    List.of("says", "fails", "echo").forEach(name -> text(tool(name, "", ClientChannel.NONE)));

    assertThat(cluster.failures()).containsExactly("says tool_error", "fails threw", "echo arguments");
  }

  @Test
  void a_cancelled_call_is_interrupted_on_the_worker() throws InterruptedException {
    Call call = tool("waits", "", ClientChannel.NONE);
    Future<Result> ended = cluster.onEdge(call);
    eventually(() -> runs() == 1);
    call.cancellation().cancel();

    assertThat(end(ended)).contains("isError");
    assertThat(text(tool("end", "", ClientChannel.NONE))).isEqualTo(said("interrupted"));
    eventually(() -> cluster.worker(0).running(), 0);
    assertThat(cluster.remote().running(cluster.link(0))).isZero();
  }

  @Test
  void a_cancelled_call_is_told_to_a_plugin_that_asked() throws InterruptedException {
    Call call = tool("never", "", ClientChannel.NONE);
    Future<Result> ended = cluster.onEdge(call);
    eventually(() -> runs() == 1);
    call.cancellation().cancel();

    end(ended);
    eventually(() -> text(tool("end", "", ClientChannel.NONE)), said("told"));
  }

  @Test
  void a_plugin_that_waits_for_its_client_is_let_go_when_the_call_is_cancelled() throws InterruptedException {
    ScriptedClient client = jane().silent();
    Call call = tool("asks", "", client);
    Future<Result> ended = cluster.onEdge(call);
    eventually(() -> client.heard().size() == 1);
    call.cancellation().cancel();

    end(ended);
    eventually(() -> cluster.worker(0).running(), 0);
  }

  @Test
  void a_call_that_runs_out_of_time_is_stopped_on_the_worker() throws InterruptedException {
    Call call = TestCluster.call(Key.tool("waits"), new CallParams.Arguments(Json.object()), ClientChannel.NONE, Duration.ofMillis(400));

    assertThat(text(call)).contains("Tool 'waits' did not answer in time and was stopped.");
    assertThat(call.cancellation().fault()).isEqualTo(CallFault.TIMEOUT);
    eventually(() -> text(tool("end", "", ClientChannel.NONE)), said("interrupted"));
    eventually(() -> cluster.worker(0).running(), 0);
  }

  @Test
  void the_charge_is_given_back_when_the_worker_has_no_room() throws IOException, InterruptedException {
    try (TestCluster small = new TestCluster(jar, 1)) {
      Call first = tool("waits", "", ClientChannel.NONE);
      Future<Result> held = small.onEdge(first);
      eventually(() -> small.worker(0).running() == 1);
      AtomicInteger charged = new AtomicInteger();
      Charge charge = Charge.of(() -> {
        charged.incrementAndGet();
        return Future.succeededFuture();
      }, () -> {
        charged.decrementAndGet();
        return Future.succeededFuture();
      });

      assertThatThrownBy(() -> small.onEdge(echo("x"), charge).await()).isInstanceOf(BusyException.class);
      assertThat(charged).hasValue(0);
      first.cancellation().cancel();
      end(held);
      assertThat(end(small.onEdge(echo("x"), charge))).isEqualTo(said("x"));
      assertThat(charged).hasValue(1);
      assertThat(small.failures()).containsExactly("echo busy", "waits cancelled");
    }
  }

  @Test
  void faults_open_the_breaker_of_the_edge_and_invalid_arguments_do_not() {
    for (int i = 0; i < 50; i++) {
      assertThat(text(tool("echo", "{'text':5}", ClientChannel.NONE))).contains("not valid");
    }
    String end = "";
    for (int i = 0; i < 50 && !end.startsWith("BusyException"); i++) {
      end = text(tool("fails", "", ClientChannel.NONE));
    }

    assertThat(end).startsWith("BusyException").contains("its circuit breaker is open");
    assertThat(text(echo("x"))).isEqualTo(said("x"));
  }

  @Test
  void calls_go_to_the_worker_with_the_fewest() throws InterruptedException {
    cluster.worker("w2");
    List<Call> calls = new ArrayList<>();
    List<Future<Result>> ends = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Call call = tool("waits", "", ClientChannel.NONE);
      calls.add(call);
      ends.add(cluster.onEdge(call));
    }
    eventually(() -> cluster.worker(0).running() == 5 && cluster.worker(1).running() == 5);
    assertThat(cluster.remote().running(cluster.link(1))).isEqualTo(5);
    calls.forEach(call -> call.cancellation().cancel());
    ends.forEach(TestCluster::end);
  }

  @Test
  void the_calls_of_a_worker_that_is_lost_end_and_others_take_its_place() throws InterruptedException {
    cluster.link(0).deafen();
    List<Future<Result>> lost = IntStream.range(0, 20).mapToObj(i -> cluster.onEdge(echo("x"))).toList();
    eventually(() -> cluster.remote().running(cluster.link(0)) == 20);
    cluster.worker("w2");
    cluster.link(0).lose();

    for (Future<Result> one : lost) {
      assertThat(end(one)).contains("isError",
          "Tool 'echo' was sent to a worker that does not answer any more. The call may or may not have run.");
    }
    assertThat(text(echo("y"))).as("the breaker is not open").isEqualTo(said("y"));
    assertThat(cluster.remote().running(cluster.link(0))).isZero();
  }

  /** A plugin that ends its process must not end one after the other. */
  @Test
  void a_feature_whose_calls_lose_worker_after_worker_rests() throws InterruptedException {
    String end = "";
    for (int i = 0; i < 50 && !end.startsWith("BusyException: tool 'echo' failed"); i++) {
      TestCluster.Link link = cluster.link(i);
      link.deafen();
      Future<Result> call = cluster.onEdge(echo("x"));
      eventually(() -> call.isComplete() || cluster.remote().running(link) == 1);
      link.lose();
      cluster.worker("next");
      end = end(call);
    }

    assertThat(end).startsWith("BusyException: tool 'echo' failed").contains("its circuit breaker is open");
  }

  @Test
  void without_a_worker_a_call_does_not_run() {
    cluster.link(0).lose();

    assertThat(text(echo("x"))).isEqualTo("BusyException: no worker serves tool 'echo' now");
  }

  @Test
  void an_edge_that_is_gone_leaves_no_call_behind() throws InterruptedException {
    cluster.onEdge(tool("waits", "", ClientChannel.NONE));
    eventually(() -> cluster.worker(0).running() == 1);
    cluster.worker(0).lost("edge/another");
    assertThat(cluster.worker(0).running()).isEqualTo(1);
    cluster.worker(0).lost(cluster.edgeAddress());

    eventually(() -> cluster.worker(0).running(), 0);
  }

  /** After a network cut the cluster may have lost the edge's address, until the edge sees it. */
  @Test
  void an_outcome_that_cannot_be_delivered_is_sent_again() throws InterruptedException {
    int before = cluster.wire().size();
    cluster.unlisten();
    Future<Result> call = cluster.onEdge(echo("x"));
    eventually(() -> cluster.wire().size() >= before + 3);
    assertThat(cluster.worker(0).running()).as("a worker that stops waits for it").isEqualTo(1);
    cluster.listen();

    assertThat(end(call)).isEqualTo(said("x"));
    assertThat(runs()).isEqualTo(1);
    eventually(() -> cluster.worker(0).running(), 0);
  }

  @Test
  void progress_that_cannot_be_delivered_ends_no_call() throws InterruptedException {
    int before = cluster.wire().size();
    cluster.unlisten();
    Future<Result> call = cluster.onEdge(tool("tellsSlowly", "", jane()));
    eventually(() -> cluster.wire().size() >= before + 3);
    cluster.listen();

    assertThat(end(call)).isEqualTo(said("told"));
  }

  /** The thread that reads long calls of this tenant is busy until then. */
  private CountDownLatch holdLongWork() {
    CountDownLatch release = new CountDownLatch(1);
    LongWork.run(cluster.vertx(), TestCluster.TENANT, () -> release.await(30, TimeUnit.SECONDS));
    return release;
  }

  private static String longText() {
    return "{'text':'" + "x".repeat(2 * LongWork.LONG) + "'}";
  }

  @Test
  void a_long_call_is_cancelled_also_before_it_is_read() throws InterruptedException {
    CountDownLatch release = holdLongWork();
    Call call = tool("waitsWith", longText(), ClientChannel.NONE);
    Future<Result> ended = cluster.onEdge(call);
    eventually(() -> cluster.worker(0).running() == 1);
    call.cancellation().cancel();
    eventually(() -> cluster.wire().size() == 2);
    release.countDown();

    end(ended);
    eventually(() -> cluster.worker(0).running(), 0);
  }

  @Test
  void the_time_in_which_a_long_call_waits_to_be_read_counts() throws InterruptedException {
    CountDownLatch release = holdLongWork();
    Future<Result> ended = cluster.onEdge(tool("leftWith", longText(), ClientChannel.NONE));
    eventually(() -> cluster.worker(0).running() == 1);
    Thread.sleep(1_500);
    release.countDown();

    assertThat(Long.parseLong(end(ended).replaceAll("\\D", ""))).isLessThan(TIMEOUT.toMillis() - 1_500);
  }

  @Test
  void long_answers_of_a_client_reach_the_plugin_in_their_order() {
    String name = "J" + "x".repeat(2 * LongWork.LONG);

    assertThat(text(tool("asks", "", ScriptedClient.whileRunning("{'name':{'action':'accept','content':{'name':'" + name + "'}}}"))))
        .contains(name);
  }

  /** It cannot be told from a replay; nobody has to wait for its deadline. */
  @Test
  void a_call_that_comes_too_late_is_refused_in_words() throws Exception {
    Seal seal = Objects.requireNonNull(ClusterKeys.ofSecret(TestCluster.SECRET).of(TestCluster.TENANT));
    String edge = "edge/late";
    List<Buffer> answers = new java.util.concurrent.CopyOnWriteArrayList<>();
    cluster.vertx().eventBus().<Buffer>consumer(edge, message -> answers.add(message.body())).completion().await();
    for (long number : List.of(100_000L, 5L)) {
      int before = answers.size();
      cluster.post(cluster.link(0).address(), seal.seal(new Envelope(MessageKind.CALL, number, number, TestCluster.TENANT, edge),
          cluster.link(0).address(), new byte[] {1, 2, 3})).await();
      eventually(() -> answers.size() > before);
    }

    Buffer late = answers.get(1);
    assertThat(OutcomeForm.read(dev.gatehouse.feature.Kind.TOOL, seal.open(Objects.requireNonNull(Envelope.read(late)), edge, late))
        .thrown()).isInstanceOf(BusyException.class).hasMessageContaining("the call came to the worker too late");
  }

  /** A member of the cluster that belongs to another tenant hears everything, and can send anything. */
  @Test
  void another_tenants_worker_reads_nothing_and_cannot_answer() throws InterruptedException {
    List<Buffer> overheard = new ArrayList<>();
    MessageConsumer<Buffer> spy = cluster.vertx().eventBus()
        .consumer(cluster.link(0).address(), message -> overheard.add(message.body().copy()));
    spy.completion().await();
    ClusterKeys others = ClusterKeys.ofTenants(Map.of("other", ClusterKeys.derive(TestCluster.SECRET, "other")));
    Seal seal = Objects.requireNonNull(others.of("other"));
    Future<Result> call = cluster.onEdge(tool("never", "", ClientChannel.NONE));
    // Consumers of an address take turns.
    Future<Result> second = cluster.onEdge(tool("never", "", ClientChannel.NONE));
    eventually(() -> overheard.size() == 1 && cluster.worker(0).running() == 1);
    spy.unregister().await();

    Buffer message = overheard.get(0);
    Envelope clear = Objects.requireNonNull(Envelope.read(message));
    assertThat(message.toString()).doesNotContain("never");
    assertThat(others.of(clear.tenant())).isNull();
    assertThatThrownBy(() -> seal.open(clear, cluster.link(0).address(), message)).isInstanceOf(SealException.class);
    byte[] forged = new OutcomeForm(ToolResult.text("forged"), null, null, false).write();
    byte[] huge = new byte[32 << 20];
    for (Message sent : cluster.wire()) {
      long number = Objects.requireNonNull(Envelope.read(sent.bytes())).call();
      for (String tenant : List.of("acme", "other")) {
        cluster.post(cluster.edgeAddress(), seal.seal(new Envelope(MessageKind.OUTCOME, number, 99, tenant, cluster.link(0).address()),
            cluster.edgeAddress(), forged)).await();
      }
    }
    cluster.post(cluster.edgeAddress(), seal.seal(new Envelope(MessageKind.OUTCOME, clear.call(), 99, "acme", cluster.link(0).address()),
        cluster.edgeAddress(), huge)).await();
    text(tool("runs", "", ClientChannel.NONE));
    text(tool("runs", "", ClientChannel.NONE));
    assertThat(call.isComplete()).isFalse();
    assertThat(second.isComplete()).isFalse();
  }

  @Test
  void a_call_that_is_sent_again_does_not_run_again_nor_is_it_answered() throws InterruptedException {
    assertThat(text(echo("x"))).isEqualTo(said("x"));
    List<Message> sent = cluster.wire();
    Message call = sent.stream().filter(message -> message.to().startsWith("worker/")).findFirst().orElseThrow();
    int answers = (int) sent.stream().filter(message -> message.to().startsWith("edge/")).count();
    try (LogOf log = new LogOf(WorkerCalls.class.getName())) {
      for (int i = 0; i < 10; i++) {
        cluster.post(call.to(), call.bytes()).await();
      }
      eventually(() -> log.lines().size() == 3);
      assertThat(log.lines()).allMatch(line -> line.contains("it is a replay"));
      assertThat(cluster.wire().stream().filter(message -> message.to().startsWith("edge/"))).hasSize(answers);
      assertThat(text(echo("x"))).isEqualTo(said("x"));
      assertThat(log.lines()).as("whoever sends them must not fill the log").hasSize(3);
    }
    assertThat(runs()).isEqualTo(2);
  }

  @Test
  void a_replayed_outcome_answers_no_other_call() throws InterruptedException {
    text(echo("first"));
    Message outcome = cluster.wire().stream().filter(message -> message.to().startsWith("edge/")).findFirst().orElseThrow();
    Future<Result> call = cluster.onEdge(tool("never", "", ClientChannel.NONE));
    eventually(() -> cluster.worker(0).running() == 1);
    Message running = cluster.wire().get(cluster.wire().size() - 1);
    byte[] moved = outcome.bytes().getBytes();
    System.arraycopy(running.bytes().getBytes(2, 10), 0, moved, 2, 8);
    cluster.post(cluster.edgeAddress(), outcome.bytes()).await();
    cluster.post(cluster.edgeAddress(), Buffer.buffer(moved)).await();
    cluster.post(cluster.edgeAddress(), running.bytes()).await();
    cluster.post(cluster.link(0).address(), outcome.bytes()).await();

    assertThat(text(echo("x"))).isEqualTo(said("x"));
    assertThat(call.isComplete()).isFalse();
  }

  @Test
  void a_changed_byte_of_a_call_is_refused() throws InterruptedException {
    text(echo("x"));
    Message call = cluster.wire().get(0);
    try (LogOf log = new LogOf(WorkerCalls.class.getName())) {
      byte[] changed = call.bytes().getBytes();
      changed[changed.length - 20] ^= 1;
      changed[17] ^= 1;
      cluster.post(call.to(), Buffer.buffer(changed)).await();
      eventually(() -> log.lines().size() == 1);
      assertThat(log.lines().get(0)).contains("for tenant 'acme' was dropped: it is not sealed with the key of its tenant");
    }
    assertThat(runs()).isEqualTo(1);
  }

  /** A rolling upgrade in the wrong order. */
  @Test
  void a_newer_call_is_refused_in_words() {
    Seal seal = Objects.requireNonNull(ClusterKeys.ofSecret(TestCluster.SECRET).of(TestCluster.TENANT));
    String edge = "edge/newer";
    List<Buffer> answers = new java.util.concurrent.CopyOnWriteArrayList<>();
    cluster.vertx().eventBus().<Buffer>consumer(edge, message -> answers.add(message.body())).completion().await();
    cluster.post(cluster.link(0).address(), seal.seal(new Envelope(9, MessageKind.CALL, 5, 1, TestCluster.TENANT, edge),
        cluster.link(0).address(), new byte[] {1, 2, 3})).await();

    assertThatNoException(() -> eventually(() -> answers.size() == 1));
    Envelope clear = Objects.requireNonNull(Envelope.read(answers.get(0)));
    assertThat(clear.call()).isEqualTo(5);
    assertThatNoException(
        () -> assertThat(OutcomeForm.read(dev.gatehouse.feature.Kind.TOOL, seal.open(clear, edge, answers.get(0))).thrown())
            .isInstanceOf(BusyException.class).hasMessageContaining("does not read calls of format 9 and has to be upgraded"));
  }

  @Test
  void a_newer_answer_is_refused_in_words() throws InterruptedException {
    cluster.link(0).deafen();
    Future<Result> call = cluster.onEdge(echo("x"));
    eventually(() -> cluster.wire().size() == 1);
    Envelope clear = Objects.requireNonNull(Envelope.read(cluster.wire().get(0).bytes()));
    Seal seal = Objects.requireNonNull(ClusterKeys.ofSecret(TestCluster.SECRET).of(TestCluster.TENANT));
    try (LogOf log = new LogOf(RemoteCalls.class.getName())) {
      cluster.post(cluster.edgeAddress(), seal.seal(new Envelope(9, MessageKind.OUTCOME, clear.call(), 1, TestCluster.TENANT,
          cluster.link(0).address()), cluster.edgeAddress(), new byte[] {1})).await();

      assertThat(end(call)).contains("The answer of tool 'echo' cannot be read on this host");
      assertThat(log.lines()).anyMatch(line -> line.contains("it is of format 9, and this version knows 1; upgrade this host"));
    }
  }

  @Test
  void many_calls_at_once_get_each_its_own_answer() {
    cluster.worker("w2");
    List<Future<Result>> calls = IntStream.range(0, 60).mapToObj(i -> cluster.onEdge(echo("text " + i))).toList();

    for (int i = 0; i < calls.size(); i++) {
      assertThat(end(calls.get(i))).isEqualTo(said("text " + i));
    }
  }

  private static void assertThatNoException(org.assertj.core.api.ThrowableAssert.ThrowingCallable body) {
    org.assertj.core.api.Assertions.assertThatCode(body).doesNotThrowAnyException();
  }
}
