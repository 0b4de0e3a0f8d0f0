package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.feature.MessageBound;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonSize;
import dev.gatehouse.rpc.RpcId;
import org.jspecify.annotations.Nullable;

/** What the channels of both eras share. Progress and log messages go on the request's own stream, and only if the client wants them. */
public abstract class CallChannel implements ClientChannel {

  private final Outlet outlet;
  private final MemoryLease memory;
  private final ObjectNode meta;
  private final @Nullable JsonNode progressToken;
  private final MessageBound bound = new MessageBound();
  private double progressed = Double.NEGATIVE_INFINITY;
  private boolean ended;

  /**
   * A channel of one request.
   *
   * @param outlet where its messages go
   * @param memory what the request holds of its tenant's byte budget
   * @param meta the request's {@code _meta}
   */
  protected CallChannel(Outlet outlet, MemoryLease memory, JsonNode meta) {
    this.outlet = outlet;
    this.memory = memory;
    this.meta = meta instanceof ObjectNode object ? object : Json.object();
    JsonNode token = this.meta.path("progressToken");
    this.progressToken = RpcId.isValid(token) ? new RpcId(token).json() : null;
  }

  /** The least severe level that the client wants to hear, or null for none. */
  protected abstract @Nullable LogLevel level();

  @Override
  public final @Nullable String logLevel() {
    LogLevel level = level();
    return level == null ? null : level.wire();
  }

  @Override
  public final MemoryLease memory() {
    return memory;
  }

  @Override
  public final ObjectNode meta() {
    return meta;
  }

  @Override
  public final boolean wantsProgress() {
    return progressToken != null;
  }

  @Override
  public final synchronized void progress(double progress, @Nullable Double total, @Nullable String message) {
    // JSON has no word for what is not finite, and clients take none.
    if (!ended && progressToken != null && Double.isFinite(progress) && progress > progressed && bound.admits(JsonSize.of(message))) {
      progressed = progress;
      outlet.send(Notifications.progress(progressToken, progress, total == null || Double.isFinite(total) ? total : null, message));
    }
  }

  @Override
  public final synchronized void log(String level, @Nullable String logger, JsonNode data) {
    LogLevel asked = level();
    LogLevel actual = LogLevel.of(level);
    if (!ended && asked != null && actual.atLeast(asked) && bound.admits(JsonSize.of(data) + JsonSize.of(logger))) {
      outlet.send(Notifications.message(actual, logger, data));
    }
  }

  /** Ends the channel before the answer goes: a thread that the tool left behind can send nothing after it. */
  protected final synchronized void end() {
    ended = true;
  }

  /** Where messages go. */
  protected final Outlet outlet() {
    return outlet;
  }
}
