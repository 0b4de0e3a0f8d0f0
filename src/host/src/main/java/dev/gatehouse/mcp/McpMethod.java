package dev.gatehouse.mcp;

import io.vertx.core.Future;

/** One method of the protocol. */
@FunctionalInterface
public interface McpMethod {

  /**
   * Answers a call.
   *
   * @return the result; fails with {@link McpException} to refuse. May also throw it.
   */
  Future<? extends McpResult> handle(McpCall call);
}
