package dev.gatehouse.tool;

import java.util.concurrent.CompletionStage;

/** A tool's body, with its arguments checked and bound. Implemented above, in {@code plugin}. */
public interface ToolFunction {

  /** Whether {@link #call} may block, and so needs a thread of its own. */
  boolean blocking();

  /**
   * Runs the tool. Failures that the caller should read are results with {@code isError}; whatever is thrown, or fails the
   * stage, is an internal fault whose text stays in the log.
   *
   * @throws Exception an internal fault, or {@link InterruptedException} after a cancellation
   */
  CompletionStage<ToolResult> call(ToolCall call) throws Exception;
}
