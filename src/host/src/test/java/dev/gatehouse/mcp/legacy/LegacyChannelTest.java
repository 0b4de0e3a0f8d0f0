package dev.gatehouse.mcp.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.gatehouse.auth.Callers;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.InputRequest;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.Outlet;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcMessage;
import dev.gatehouse.rpc.RpcRequest;
import dev.gatehouse.rpc.RpcResponse;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LegacyChannelTest {

  private static final Map<String, InputRequest> QUESTION =
      Map.of("roots", new InputRequest(InputRequest.Method.ROOTS, Json.object()));

  private final Vertx vertx = Vertx.vertx();
  private final Principal caller = Callers.anonymous("acme", Patterns.none(), List.of(), "127.0.0.1");
  private final Session session = new Session(
      new SessionRecord("1", "acme", caller.line(), true, caller.keyId(), false, Revision.V2025_11_25, Json.object(), LogLevel.INFO,
          Set.of(), ""),
      null, null, null, new HostNames(() -> 1), MemoryLease.unbounded(), vertx.getOrCreateContext(), System::nanoTime);
  private final List<RpcMessage> sent = new ArrayList<>();
  private final CallCancellation cancellation = new CallCancellation();
  private final LegacyChannel channel = new LegacyChannel(session, new Outlet() {
    @Override
    public void send(RpcMessage message) {
      sent.add(message);
    }

    @Override
    public void stream() {
    }
  }, MemoryLease.unbounded(), Json.object(), cancellation);

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private CompletableFuture<Map<String, JsonNode>> ask() {
    return channel.ask(QUESTION).toCompletableFuture();
  }

  @Test
  void a_question_is_over_when_it_is_answered() {
    CompletableFuture<Map<String, JsonNode>> answers = ask();
    assertThat(session.questions().areOpen()).isTrue();

    session.questions().complete(RpcResponse.of(((RpcRequest) sent.get(0)).id(), Json.object().put("a", 1)));

    assertThat(answers.join()).hasToString("{roots={\"a\":1}}");
    assertThat(session.questions().areOpen()).isFalse();
  }

  @Test
  void a_call_that_is_cancelled_waits_for_no_answer() {
    CompletableFuture<Map<String, JsonNode>> answers = ask();
    cancellation.cancel();

    assertThat(answers).isCompletedExceptionally();
    assertThat(session.questions().areOpen()).isFalse();
  }

  /** A tool may ask and return without waiting; its session may live for days. */
  @Test
  void nor_does_one_that_has_ended() {
    CompletableFuture<Map<String, JsonNode>> answers = ask();
    channel.close();

    assertThat(answers).isCompletedExceptionally();
    assertThat(session.questions().areOpen()).isFalse();
    assertThat(ask()).isCompletedExceptionally();
    assertThat(session.questions().areOpen()).isFalse();
    assertThat(sent).as("what the client is asked").hasSize(1);
  }

  /** So that one address cannot use up the sessions of all others. */
  @Test
  void sessions_without_a_key_count_for_their_address_and_serve_any() {
    SessionRecord record = session.record();

    assertThat(record.owner()).isEqualTo("127.0.0.1");
    assertThat(record.belongsTo(Callers.anonymous("acme", Patterns.none(), List.of(), "192.0.2.7"))).isTrue();
    assertThat(record.belongsTo(Callers.anonymous("other", Patterns.none(), List.of(), "127.0.0.1"))).isFalse();
    assertThat(record.belongsTo(Callers.key("0123456789ab", "127.0.0.1", Patterns.none()))).isFalse();
  }

  /** A tool that is interrupted may answer before its stream ends. */
  @Test
  void the_end_of_a_session_lets_no_answer_of_what_it_cancels_through() {
    RpcId request = new RpcId(IntNode.valueOf(7));
    session.started(request, cancellation);
    List<Boolean> wanted = new ArrayList<>();
    cancellation.onCancel(() -> wanted.add(session.ended(request, cancellation)));

    session.close();

    assertThat(wanted).containsExactly(false);
  }
}
