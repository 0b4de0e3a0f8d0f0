package dev.gatehouse.plugins.everything;

import dev.gatehouse.spi.McpLog;
import dev.gatehouse.spi.Progress;
import dev.gatehouse.spi.Tool;

/** Tools that tell the client something while they run. */
public final class ClientTools {

  private static final int PAUSE_MILLIS = 50;

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

  /** Takes long enough for its client to lose the stream, and to come back for the rest. */
  @Tool(name = "test_reconnection", description = "Takes a while.")
  public String reconnection() throws InterruptedException {
    Thread.sleep(2L * PAUSE_MILLIS);
    return "Reconnection test completed successfully";
  }
}
