package dev.gatehouse.http;

import dev.gatehouse.mcp.Answer;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonSize;
import dev.gatehouse.tenant.Tenant;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;

/**
 * Sends answers whose writing takes so long that everybody on the event loop would wait: they are written on a thread of their tenant's,
 * one after the other, which is gone with the last of them.
 */
final class LargeAnswers {

  /** Written in a fraction of a millisecond. */
  private static final long CHARACTERS = 128 * 1024;

  private LargeAnswers() {
  }

  /** Sends an answer of any size; called on the event loop. */
  static void send(RoutingContext rc, Answer answer) {
    if (answer.body() == null || !JsonSize.exceeds(answer.body(), CHARACTERS)) {
      Reply.send(rc.response(), answer);
      return;
    }
    Tenant tenant = rc.get(TenantGate.KEY);
    // Shared by its name: the first brings the thread, and the last to close it takes it along.
    WorkerExecutor thread = rc.vertx().createSharedWorkerExecutor("answers-" + tenant.name(), 1);
    thread.executeBlocking(() -> Json.write(answer.body()))
        .onComplete(done -> thread.close())
        .onSuccess(body -> Reply.send(rc.response(), answer, body))
        .onFailure(rc::fail);
  }
}
