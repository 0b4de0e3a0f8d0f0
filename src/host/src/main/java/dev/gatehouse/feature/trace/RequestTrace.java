package dev.gatehouse.feature.trace;

/** The trace of one HTTP request, which carries no call, one, or a batch of them. Confined to the request's event loop. */
public interface RequestTrace {

  /** A request that is not traced. */
  RequestTrace NONE = new RequestTrace() {
  };

  /** Its credential is good. */
  default void admitted() {
  }

  /** It is refused before its body was read. */
  default void refused(RefusedRequest refused) {
  }

  /** One of its calls begins. */
  default CallTrace call(IncomingCall call) {
    return CallTrace.NONE;
  }

  /** Its response is written, or nobody is there to read it: this ends the traces of its calls. Does nothing the second time. */
  default void written() {
  }
}
