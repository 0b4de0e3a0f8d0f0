package dev.gatehouse.plugins.everything;

import dev.gatehouse.spi.McpLog;
import dev.gatehouse.spi.Polling;
import dev.gatehouse.spi.Progress;
import dev.gatehouse.spi.Tool;
import dev.gatehouse.spi.ToolArg;
import java.util.concurrent.atomic.AtomicInteger;

/** Tools that tell the client something while they run. */
public final class ClientTools {

  private static final int PAUSE_MILLIS = 50;

  private final AtomicInteger counted = new AtomicInteger();

  @Tool(name = "test_tool_with_progress", description = "Tells how far it is.")
  public String progress(Progress progress) throws InterruptedException {
    progress.notify(0, 100.0, "Completed step 0 of 100");
    Thread.sleep(PAUSE_MILLIS);
    progress.notify(50, 100.0, "Completed step 50 of 100");
    Thread.sleep(PAUSE_MILLIS);
    progress.notify(100, 100.0, "Completed step 100 of 100");
    return "Done";
  }

  @Tool(name = "test_tool_with_logging", description = "Logs to the client.")
  public String logging(McpLog log) throws InterruptedException {
    log.info("Tool execution started");
    Thread.sleep(PAUSE_MILLIS);
    log.info("Tool processing data");
    Thread.sleep(PAUSE_MILLIS);
    log.info("Tool execution completed");
    return "Done";
  }

  @Tool(name = "test_logging_tool", description = "Logs to the client, if the client asked for it.")
  public String loggingIfAsked(McpLog log) {
    log.debug("for whoever looks for a fault");
    log.info("step %d of %d", 1, 2);
    log.warning("nearly done");
    return "Done";
  }

  /** A client that can come back for the result need not wait for it: it is let go, and comes back. */
  @Tool(name = "test_reconnection", description = "Takes a while.")
  public String reconnection(Polling polling) throws InterruptedException {
    polling.release();
    Thread.sleep(2L * PAUSE_MILLIS);
    return "Reconnection test completed successfully";
  }

  /** Whoever waits for nothing any more should not be worked for: the sleep is interrupted when the call is cancelled. */
  @Tool(name = "count", description = "Counts aloud.")
  public String count(@ToolArg(description = "how far") int to, Progress progress) throws InterruptedException {
    for (int i = 1; i <= to; i++) {
      counted.set(i);
      progress.notify(i, to);
      Thread.sleep(PAUSE_MILLIS);
    }
    return "Counted to " + to;
  }

  @Tool(name = "counted", description = "Tells how far the last count has come.")
  public int counted() {
    return counted.get();
  }
}
