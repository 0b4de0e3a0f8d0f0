package dev.gatehouse.mcp.legacy;

import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.spi.ToolCallException;

/** The client answered a question with an error, such as a person's refusal; the model is told so. */
final class ClientErrorException extends ToolCallException {

  private static final long serialVersionUID = 1L;

  ClientErrorException(RpcError error) {
    super("The client refused to answer: " + error.message() + " (" + error.code() + ")");
  }
}
