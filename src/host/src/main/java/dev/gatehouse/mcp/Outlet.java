package dev.gatehouse.mcp;

import dev.gatehouse.rpc.RpcMessage;

/**
 * The way back for a request's answer and the messages that precede it. The answer is JSON unless a message goes first: then the
 * response becomes a stream, and its status can no longer be chosen. Implemented above, by each transport; any thread may call.
 */
public interface Outlet {

  /** Sends a message ahead of the answer, on the request's own stream. */
  void send(RpcMessage message);

  /** Makes the response a stream now, before there is anything to send. */
  void stream();

  /** Whether the client takes a stream; when it does not, what would precede the answer is dropped. */
  default boolean canStream() {
    return true;
  }

  /**
   * Sets what happens when the response has been silent for so long that a proxy might give it up; it becomes a stream otherwise.
   *
   * @param action makes the response a stream
   */
  default void onSilence(Runnable action) {
  }

  /** Ends the connection but not the reply, where the client can come back for the rest; elsewhere nothing happens. */
  default void release() {
  }
}
