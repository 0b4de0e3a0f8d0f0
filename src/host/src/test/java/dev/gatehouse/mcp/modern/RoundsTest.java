package dev.gatehouse.mcp.modern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Callers;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {

  private static final Instant NOW = Instant.parse("2026-08-01T12:00:00Z");

  private final Rounds rounds = new Rounds(new StateSeal(List.of("secret")), Clock.fixed(NOW, ZoneOffset.UTC));

  private static Rounds later(Duration by, String... secrets) {
    return new Rounds(new StateSeal(List.of(secrets)), Clock.fixed(NOW.plus(by), ZoneOffset.UTC));
  }

  private static Principal of(String tenant) {
    return Callers.anonymous(tenant, Patterns.none(), List.of(), "192.0.2.1");
  }

  private static RpcRequest request(String method, ObjectNode params) {
    return new RpcRequest(new RpcId(IntNode.valueOf(1)), method, params);
  }

  private static ObjectNode params() {
    ObjectNode params = Json.object().put("name", "add");
    params.putObject("arguments").put("a", 1).put("b", 2);
    return params;
  }

  private String state() {
    ObjectNode answers = Json.object();
    answers.putObject("name").put("action", "accept");
    return rounds.close(of("demo"), request("tools/call", params()), answers, "round 1");
  }

  private static void assertRefused(Rounds rounds, Principal principal, String method, ObjectNode params) {
    assertThatExceptionOfType(McpException.class).isThrownBy(() -> rounds.open(principal, request(method, params)))
        .satisfies(refusal -> assertThat(refusal.error().code()).isEqualTo(-32602))
        .withMessageContaining("requestState");
  }

  @Test
  void the_greatest_numbers_that_are_read_stand_the_way_there_and_back() throws Exception {
    ObjectNode answers = (ObjectNode) Json.read("{\"n\":[1e1000,-1e-1000,5e-324," + "9".repeat(1000) + ",0." + "1".repeat(999) + "]}");
    String state = rounds.close(of("demo"), request("tools/call", params()), answers, null);

    assertThat(rounds.open(of("demo"), request("tools/call", params().put("requestState", state))).answers()).isEqualTo(answers);
  }

  @Test
  void what_one_round_brought_the_next_one_has() {
    ObjectNode retry = params().put("requestState", state());
    retry.putObject("inputResponses").putObject("color").put("action", "decline");

    Rounds.Known known = rounds.open(of("demo"), request("tools/call", retry));

    assertThat(known.remembered()).isEqualTo("round 1");
    assertThat(known.answers().fieldNames()).toIterable().containsExactly("name", "color");
  }

  @Test
  void answers_need_no_state() {
    ObjectNode first = params();
    first.putObject("inputResponses").putObject("name").put("action", "accept");

    assertThat(rounds.open(of("demo"), request("tools/call", first)).answers().has("name")).isTrue();
  }

  @Test
  void a_retry_may_order_its_params_otherwise_and_carry_other_metadata() {
    ObjectNode retry = Json.object().put("requestState", state());
    retry.putObject("_meta").put("progressToken", 2);
    retry.putObject("arguments").put("b", 2).put("a", 1);
    retry.put("name", "add");

    assertThat(rounds.open(of("demo"), request("tools/call", retry)).remembered()).isEqualTo("round 1");
  }

  @Test
  void state_of_another_request_tenant_or_method_is_refused() {
    ObjectNode retry = params().put("requestState", state());
    ObjectNode otherArguments = retry.deepCopy();
    otherArguments.withObjectProperty("arguments").put("a", 2);

    assertRefused(rounds, of("demo"), "tools/call", otherArguments);
    assertRefused(rounds, of("other"), "tools/call", retry);
    assertRefused(rounds, of("demo"), "prompts/get", retry);
  }

  @Test
  void state_runs_out() {
    ObjectNode retry = params().put("requestState", state());

    assertThat(later(Duration.ofMinutes(30), "secret").open(of("demo"), request("tools/call", retry)).remembered())
        .isEqualTo("round 1");
    assertRefused(later(Duration.ofMinutes(30).plusMillis(1), "secret"), of("demo"), "tools/call", retry);
  }

  @Test
  void a_secret_can_be_replaced_while_the_old_one_still_opens() {
    ObjectNode retry = params().put("requestState", state());

    assertThat(later(Duration.ZERO, "new", "secret").open(of("demo"), request("tools/call", retry)).remembered()).isEqualTo("round 1");
    assertRefused(later(Duration.ZERO, "new"), of("demo"), "tools/call", retry);
  }
}
