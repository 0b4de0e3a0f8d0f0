package dev.gatehouse.mcp.modern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.auth.Callers;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.feature.trace.RequestTrace;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.LiveRights;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.mcp.Outlet;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcMessage;
import dev.gatehouse.rpc.RpcRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How streams of changes are counted, told and forgotten. */
final class SubscriptionsTest {

  private static final int MOST = 200;

  private final Subscriptions subscriptions = new Subscriptions();
  private final List<RpcMessage> sent = new ArrayList<>();

  private CallCancellation open(Principal principal) {
    CallCancellation cancellation = new CallCancellation();
    Outlet outlet = new Outlet() {
      @Override
      public void send(RpcMessage message) {
        sent.add(message);
      }

      @Override
      public void stream() {
      }
    };
    ObjectNode params = Json.object();
    params.putObject("notifications").put("toolsListChanged", true);
    subscriptions.listen(
        new Inbound(Json.object(), name -> List.of(), principal, null, cancellation, outlet, MemoryLease.unbounded(), RequestTrace.NONE),
        new RpcRequest(new RpcId(TextNode.valueOf("1")), "subscriptions/listen", params), new LiveRights(principal));
    return cancellation;
  }

  private static Principal key(String line) {
    return Callers.key("0f3a9b2c1d4e", line, Patterns.none());
  }

  @Test
  void streams_that_have_ended_leave_nothing_behind() {
    List<CallCancellation> open = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      open.add(open(key("line" + i % 3)));
      open.add(open(Callers.anonymous("demo", Patterns.none(), List.of(), "192.0.2." + i)));
    }
    assertThat(subscriptions.size()).isEqualTo(2 * MOST);
    open.forEach(CallCancellation::cancel);
    open.forEach(CallCancellation::cancel);
    assertThat(subscriptions.size()).isZero();
    assertThat(subscriptions.holders()).isZero();
  }

  @Test
  void a_key_has_so_many_and_one_that_ends_makes_room_for_another() {
    CallCancellation first = open(key("line"));
    for (int i = 1; i < MOST; i++) {
      open(key("line"));
    }
    assertThatThrownBy(() -> open(key("line"))).isInstanceOf(McpException.class);
    assertThatThrownBy(() -> open(key("line"))).isInstanceOf(McpException.class);
    open(key("another"));
    first.cancel();
    open(key("line"));
    assertThat(subscriptions.size()).isEqualTo(MOST + 1);
    subscriptions.closeAll();
    assertThat(subscriptions.holders()).isZero();
  }

  @Test
  void the_streams_of_a_tenant_are_told_and_no_others() {
    open(key("line"));
    open(Callers.anonymous("demo", Patterns.none(), List.of(), "192.0.2.1"));
    sent.clear();
    subscriptions.listChanged("acme", Kind.TOOL);
    subscriptions.listChanged("nobody", Kind.TOOL);
    assertThat(sent).hasSize(1);
  }
}
