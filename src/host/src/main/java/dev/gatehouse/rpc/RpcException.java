package dev.gatehouse.rpc;

/** An {@link RpcError} as an exception. An expected outcome, so it has no stack trace. */
public final class RpcException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient RpcError error;

  /** Wraps an error. */
  public RpcException(RpcError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  /** Wraps an error without data. */
  public RpcException(int code, String message) {
    this(RpcError.of(code, message));
  }

  /** What went wrong. */
  public RpcError error() {
    return error;
  }
}
