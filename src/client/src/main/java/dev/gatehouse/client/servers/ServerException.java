package dev.gatehouse.client.servers;

/** A server cannot be used: not there, not an MCP server, or it does not take the key. The message says which, for people. */
public final class ServerException extends Exception {

  private static final long serialVersionUID = 1L;

  ServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
