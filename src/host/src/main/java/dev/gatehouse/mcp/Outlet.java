package dev.gatehouse.mcp;

import dev.gatehouse.rpc.RpcMessage;

/** Where messages go that precede a request's answer. Implemented above, by each transport. */
public interface Outlet {

  /** Sends a message on the request's own stream, which this opens when it is the first. */
  void send(RpcMessage message);
}
