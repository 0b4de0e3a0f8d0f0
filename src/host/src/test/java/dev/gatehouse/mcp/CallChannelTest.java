package dev.gatehouse.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.mcp.modern.ModernChannel;
import dev.gatehouse.mcp.modern.Rounds;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much a call may tell its client before its answer. */
class CallChannelTest {

  private final List<RpcMessage> sent = new ArrayList<>();
  private final CallChannel channel = new ModernChannel(new Outlet() {
    @Override
    public void send(RpcMessage message) {
      sent.add(message);
    }

    @Override
    public void stream() {
      throw new IllegalStateException("nobody asked for a stream");
    }
  }, MemoryLease.unbounded(), Json.object().put("progressToken", 7), LogLevel.DEBUG, new Rounds.Known(Json.object(), null));

  private static JsonNode text(int length) {
    return TextNode.valueOf("x".repeat(length));
  }

  @Test
  void after_ten_thousand_messages_no_more_are_passed_on() {
    for (int i = 0; i < 6_000; i++) {
      channel.log("info", null, text(1));
      channel.progress(i, null, null);
    }

    assertThat(sent).hasSize(10_000);
  }

  @Test
  void what_is_no_number_in_json_is_not_passed_on() {
    channel.progress(Double.NaN, null, null);
    channel.progress(Double.POSITIVE_INFINITY, null, null);
    channel.progress(1, Double.NaN, null);
    channel.progress(2, 4.0, null);

    assertThat(sent).map(message -> RpcCodec.write(message).get("params").toString())
        .containsExactly("{\"progressToken\":7,\"progress\":1.0}", "{\"progressToken\":7,\"progress\":2.0,\"total\":4.0}");
  }

  @Test
  void after_four_mebibytes_no_more_are_passed_on() {
    for (int i = 0; i < 10; i++) {
      channel.log("info", null, text(1 << 20));
    }
    assertThat(sent).hasSize(3);
    channel.log("info", null, text(1 << 10));
    assertThat(sent).as("what is small enough still goes").hasSize(4);
    channel.progress(1, null, "x".repeat(1 << 20));
    assertThat(sent).as("progress is in the same account").hasSize(4);
  }
}
