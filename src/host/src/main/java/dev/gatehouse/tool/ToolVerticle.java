package dev.gatehouse.tool;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the tools of one plugin of one tenant at one {@link ToolAddress}. The host owns it; the plugin supplies the tools.
 *
 * <p>Every message is answered: a consumer that throws would leave its caller waiting for the timeout.
 */
public final class ToolVerticle extends VerticleBase {

  /** Failure code of a reply: the address serves no tool of that name. */
  public static final int UNKNOWN_TOOL = 1;
  /** Failure code of a reply: no thread was free. */
  public static final int NO_THREAD = 2;

  private static final Logger LOG = LoggerFactory.getLogger(ToolVerticle.class);

  private final ToolAddress address;
  private final Map<String, Tool> tools = new HashMap<>();
  private final Executor threads;
  private final AtomicInteger running = new AtomicInteger();

  /**
   * Serves tools.
   *
   * @param address where
   * @param tools what
   * @param threads where blocking tools run
   */
  public ToolVerticle(ToolAddress address, List<Tool> tools, Executor threads) {
    this.address = address;
    this.threads = threads;
    tools.forEach(tool -> this.tools.put(tool.info().name(), tool));
  }

  @Override
  public Future<?> start() {
    return vertx.eventBus().<ToolCall>localConsumer(address.toString(), this::onCall).completion();
  }

  /** How many calls run in it: arrived, and their bodies not yet at an end, whether or not somebody still waits. */
  public int running() {
    return running.get();
  }

  private void onCall(Message<ToolCall> message) {
    Tool tool = tools.get(message.body().tool());
    if (tool == null) {
      message.fail(UNKNOWN_TOOL, "no tool '" + message.body().tool() + "' at " + address);
      return;
    }
    running.incrementAndGet();
    if (tool.function().blocking()) {
      runBlocking(tool, message);
    } else {
      run(tool, message);
    }
  }

  private void runBlocking(Tool tool, Message<ToolCall> message) {
    InterruptibleTask task = new InterruptibleTask(() -> run(tool, message));
    message.body().cancellation().onCancel(task::interrupt);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      running.decrementAndGet();
      message.fail(NO_THREAD, "no thread is free for " + address);
    }
  }

  private void run(Tool tool, Message<ToolCall> message) {
    ToolCall call = message.body();
    if (call.cancellation().isCancelled()) {
      reply(message, ToolResult.error("Tool '" + call.tool() + "' was cancelled before it ran."), null);
      return;
    }
    try {
      CompletionStage<ToolResult> stage = tool.function().call(call);
      stage.whenComplete((result, fault) -> reply(message, result, fault));
    } catch (Throwable fault) {
      // Errors too: a plugin's NoClassDefFoundError must reach its caller as surely as its exceptions do.
      reply(message, null, fault);
    }
  }

  private void reply(Message<ToolCall> message, ToolResult result, Throwable fault) {
    running.decrementAndGet();
    ToolCall call = message.body();
    if (fault != null && !call.cancellation().isCancelled()) {
      LOG.warn("tool {} of {} failed", call.tool(), address, fault);
    }
    ToolResult answer = fault == null && result != null
        ? result
        : ToolResult.error("Tool '" + call.tool() + "' failed inside. The reason is in the host's log; its operator can see it.");
    message.reply(answer, LocalCodec.options());
  }
}
