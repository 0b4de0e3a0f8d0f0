package dev.gatehouse.mcp.legacy;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A connection to the client that shows a stream of server-sent events. The transport implements it; any thread may call. */
public interface EventReader {

  /**
   * Sends an event.
   *
   * @param id what the client can resume after; null for an event that is not kept
   * @param data one line of JSON; empty for an event that only carries its id
   */
  void event(@Nullable String id, Buffer data);

  /** Ends the connection: no event follows. */
  void end();
}
