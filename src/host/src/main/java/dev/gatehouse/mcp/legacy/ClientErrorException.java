package dev.gatehouse.mcp.legacy;

import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.spi.ToolCallException;

/** The client answered a request of the host with an error, such as its user's refusal; the model reads the message. */
final class ClientErrorException extends ToolCallException {

  private static final long serialVersionUID = 1L;

  ClientErrorException(RpcError error) {
    super("The client refused to answer: " + error.message() + " (" + error.code() + ")");
  }
}
