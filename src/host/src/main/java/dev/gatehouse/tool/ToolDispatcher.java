package dev.gatehouse.tool;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The caller's side of the bus: through the bulkheads, to the tool's address, and back before the deadline. */
public final class ToolDispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(ToolDispatcher.class);

  private final Vertx vertx;

  /** Sends on this instance's event bus. */
  public ToolDispatcher(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Calls a tool.
   *
   * @param entry the tool
   * @param current looks the tool up again: asked when the version that was picked has been unloaded meanwhile
   * @param tenant the tenant's bulkhead, entered before the tool's own
   * @param call the call
   * @return the answer, an {@code isError} one when the tool failed or did not answer by the deadline; fails with
   *     {@link BusyException} when a bulkhead is full
   */
  public Future<ToolResult> call(ToolEntry entry, Supplier<ToolEntry> current, Bulkhead tenant, ToolCall call) {
    if (!tenant.enter()) {
      return busy("all " + tenant.most() + " calls that this tenant may run at once are running");
    }
    if (!entry.bulkhead().enter()) {
      tenant.leave();
      return busy("all " + entry.bulkhead().most() + " calls that tool '" + call.tool() + "' may run at once are running");
    }
    return send(entry, call)
        .recover(failure -> again(entry, current, call, failure))
        .onComplete(done -> {
          entry.bulkhead().leave();
          tenant.leave();
        })
        .recover(failure -> explain(call, failure));
  }

  private static Future<ToolResult> busy(String what) {
    return Future.failedFuture(new BusyException(what));
  }

  private Future<ToolResult> send(ToolEntry entry, ToolCall call) {
    long timeoutMillis = Math.max(1, call.deadline().remaining().toMillis());
    return vertx.eventBus()
        .<ToolResult>request(entry.address().toString(), call, LocalCodec.options().setSendTimeout(timeoutMillis))
        .map(Message::body);
  }

  /** Nobody listening means that nothing ran, so that a second try is safe. */
  private Future<ToolResult> again(ToolEntry entry, Supplier<ToolEntry> current, ToolCall call, Throwable failure) {
    boolean gone = failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
    ToolEntry fresh = gone ? current.get() : null;
    return fresh == null || fresh.address().equals(entry.address()) ? Future.failedFuture(failure) : send(fresh, call);
  }

  private Future<ToolResult> explain(ToolCall call, Throwable failure) {
    if (!(failure instanceof ReplyException reply)) {
      return Future.failedFuture(failure);
    }
    if (reply.failureType() == ReplyFailure.TIMEOUT) {
      call.cancellation().cancel();
      return Future.succeededFuture(ToolResult.error("Tool '" + call.tool() + "' did not answer in time and was stopped."));
    }
    if (reply.failureCode() == ToolVerticle.NO_THREAD) {
      return busy("no thread is free for tool '" + call.tool() + "'");
    }
    LOG.warn("tool {} could not be reached: {}", call.tool(), reply.getMessage());
    return Future.succeededFuture(ToolResult.error("Tool '" + call.tool() + "' cannot be reached now. Try again shortly."));
  }
}
