package dev.gatehouse.mcp.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Callers;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.watch.CredentialWatch;
import dev.gatehouse.auth.watch.ManualScheduler;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.feature.trace.RequestTrace;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.FeatureLists;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.Methods;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.mcp.RevocationGuard;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcError;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host that fails inside: each method here runs into a null. */
class LegacyWireTest {

  private final Principal caller = Callers.anonymous("acme", Patterns.none(), List.of(), "127.0.0.1");
  private final CredentialWatch keys = new CredentialWatch(Clock.systemUTC(), new ManualScheduler());
  private final Vertx vertx = Vertx.vertx();
  private final LegacyWire wire =
      new LegacyWire(new Methods(null, null, null, null, new RevocationGuard(keys), new FeatureLists(1)), null,
          new ServerIdentity("x", "1"));
  private final Session session = new Session(
      new SessionRecord("1", "acme", caller.keyId(), true, caller.keyId(), false, Revision.V2025_11_25, Json.object(), LogLevel.INFO,
          Set.of(),
          ""),
      null, null, null, new HostNames(() -> 1), MemoryLease.unbounded(), vertx.getOrCreateContext(), System::nanoTime);

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private Answer request(String method, String params) throws Exception {
    var body = Json.read("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":" + params + "}");
    Inbound in =
        new Inbound(body, name -> List.of(), caller, null, new CallCancellation(), null, MemoryLease.unbounded(), RequestTrace.NONE);
    return wire.message(session, RpcCodec.read(body), in).result();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"tools/list|{}", "tools/call|{\"name\":\"x\"}", "prompts/list|{}",
      "prompts/get|{\"name\":\"x\"}", "resources/list|{}", "resources/templates/list|{}", "resources/read|{\"uri\":\"a:b\"}",
      "completion/complete|{}", "initialize|{\"protocolVersion\":\"2025-11-25\"}"})
  void a_method_that_fails_is_answered_and_its_id_is_free_again(String method, String params) throws Exception {
    for (int i = 0; i < 2; i++) {
      Answer answer = request(method, params);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body().at("/error/code").intValue()).as("%s", answer.body()).isEqualTo(RpcError.INTERNAL_ERROR);
      assertThat(answer.body().at("/error/message").textValue()).doesNotContain("null", "Exception");
      assertThat(session.isBusy()).isFalse();
      assertThat(keys.size()).as("what is watched").isZero();
    }
  }

  @Test
  void so_is_one_that_refuses() throws Exception {
    for (int i = 0; i < 2; i++) {
      assertThat(request("tools/call", "{}").body().at("/error/code").intValue()).isEqualTo(RpcError.INVALID_PARAMS);
      assertThat(session.isBusy()).isFalse();
    }
  }
}
