package dev.gatehouse.feature;

import dev.gatehouse.feature.bulkhead.Bulkhead;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.feature.bulkhead.TenantBulkhead;
import dev.gatehouse.feature.trace.CallTrace;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Deadline;
import dev.gatehouse.spi.TextContent;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tools made of a few words of Java, and calls of them. */
final class TestTools {

  static final Address ADDRESS = new Address("acme", "fixture", 1);
  /** Longer than any test; one that waits for it has failed. */
  static final Duration LONG = Duration.ofMinutes(2);

  private TestTools() {
  }

  /** What a tool does with its call. */
  interface Body {
    ToolResult run(Call call) throws Exception;
  }

  static Feature blocking(String name, Body body) {
    return tool(name, call -> CompletableFuture.completedStage(body.run(call)));
  }

  static Feature async(String name, AsyncBody body) {
    return tool(name, body);
  }

  /** What a tool that returns a stage does. */
  interface AsyncBody {
    CompletionStage<ToolResult> run(Call call) throws Exception;
  }

  private static Feature tool(String name, AsyncBody body) {
    return new Feature(info(name), body::run);
  }

  static ToolInfo info(String name) {
    return new ToolInfo(name, null, "", Json.object().put("type", "object"), null, null, null);
  }

  /** Of a tenant of its own, and without a queue. */
  static Bulkhead bulkhead(int most) {
    return new Bulkhead(new TenantBulkhead(most, 0), most, 0, LONG);
  }

  static Entry entry(String name, String plugin) {
    return new Entry(info(name), new Address("acme", plugin, 1), bulkhead(1), Duration.ofSeconds(30));
  }

  static Call call(String tool, Duration timeout) {
    return call(Key.tool(tool), new CallParams.Arguments(Json.object()), timeout);
  }

  static Call call(Key key, CallParams params, Duration timeout) {
    return call(key, params, timeout, ClientChannel.NONE);
  }

  /** A call whose request and answer count in a budget. */
  static Call call(String tool, Duration timeout, MemoryLease memory) {
    return call(Key.tool(tool), new CallParams.Arguments(Json.object()), timeout, new ClientChannel() {
      @Override
      public MemoryLease memory() {
        return memory;
      }
    });
  }

  private static Call call(Key key, CallParams params, Duration timeout, ClientChannel client) {
    return new Call(key, params, new Caller("acme", "0123456789ab", null), new Deadline(Instant.now().plus(timeout)),
        new Call.Context(new CallCancellation(), client, CallTrace.NONE));
  }

  static String text(ToolResult result) {
    return ((TextContent) result.content().get(0)).text();
  }
}
