package dev.gatehouse.mcp;

import dev.gatehouse.feature.loop.LongWork;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/** Writes long JSON on a thread of its tenant, so that nobody on the event loop waits for it. */
public final class OffLoopJson {

  /** So many bytes or characters are read or written in a fraction of a millisecond. */
  public static final int LONG = LongWork.LONG;

  private OffLoopJson() {
  }

  /** Writes an answer on one line, off the event loop when it is long. Called on one. */
  public static Future<Buffer> write(String tenant, Answer.Body answer) {
    Context context = Vertx.currentContext();
    return context != null && answer.exceeds(LONG)
        ? LongWork.run(context.owner(), tenant, answer::write)
        : Future.succeededFuture(answer.write());
  }
}
