package dev.gatehouse.redis.session;

import dev.gatehouse.redis.Script;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A script whose calls by one event loop run in the order in which they are made, also when Redis has forgotten the script: those that
 * were sent by its digest are sent again by its text then, and later ones wait until all of them are.
 */
final class OrderedScript {

  private final RedisLink link;
  private final Script script;
  private final Map<Thread, Lane> lanes = new ConcurrentHashMap<>();

  OrderedScript(RedisLink link, Script script) {
    this.link = link;
    this.script = script;
  }

  /**
   * Runs it.
   *
   * @param args adds the arguments to the command; called again when it is sent again
   */
  Future<Response> run(List<String> keys, UnaryOperator<Request> args) {
    Call call = new Call(keys, args);
    return link.isOpen() ? lanes.computeIfAbsent(Thread.currentThread(), loop -> new Lane()).run(call) : byText(call);
  }

  private Future<Response> byText(Call call) {
    return send(call.args().apply(script.byText(call.keys())));
  }

  private Future<Response> send(Request request) {
    return link.send(request, SessionRecords.PURPOSE);
  }

  private record Call(List<String> keys, UnaryOperator<Request> args) {
  }

  /** The calls of one event loop. */
  private final class Lane {

    /** Whether Redis has the script, as far as is known. */
    private boolean loaded;
    /** The newest call by digest. */
    private Future<Response> last = Future.succeededFuture();
    /** What waits until the calls by digest are answered. */
    private @Nullable Deque<Runnable> held;

    Future<Response> run(Call call) {
      if (held != null) {
        Promise<Response> promise = Promise.promise();
        held.add(() -> load(call).onComplete(promise));
        return promise.future();
      }
      return loaded ? byDigest(call) : load(call);
    }

    private Future<Response> byDigest(Call call) {
      last = send(call.args().apply(script.byDigest(call.keys())));
      return last.recover(cause -> Script.forgotten(cause) ? again(call) : Future.failedFuture(cause));
    }

    private Future<Response> load(Call call) {
      return byText(call).onSuccess(done -> loaded = true);
    }

    /** Answers come in order, and so do these calls. */
    private Future<Response> again(Call call) {
      loaded = false;
      Future<Response> again = load(call);
      if (held == null) {
        held = new ArrayDeque<>();
        last.onComplete(answered -> release());
      }
      return again;
    }

    private void release() {
      Deque<Runnable> released = held;
      held = null;
      if (released != null) {
        released.forEach(Runnable::run);
      }
    }
  }
}
