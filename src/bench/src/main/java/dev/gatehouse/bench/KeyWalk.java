package dev.gatehouse.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** One call by each of very many keys, so that the host has seen them all. */
public final class KeyWalk {

  private static final int AT_ONCE = 32;

  private final HttpClient client;
  private final Iterator<Endpoint> keys;
  private int right;

  private KeyWalk(HttpClient client, Iterator<Endpoint> keys) {
    this.client = client;
    this.keys = keys;
  }

  /**
   * Calls.
   *
   * @return how many calls were answered with the sum
   */
  public static int all(List<Endpoint> keys) {
    Vertx vertx = Load.oneLoop();
    HttpClient client = vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(AT_ONCE));
    KeyWalk walk = new KeyWalk(client, keys.iterator());
    Promise<Void> done = Promise.promise();
    vertx.runOnContext(
        now -> Future.all(IntStream.range(0, AT_ONCE).mapToObj(i -> walk.begin()).toList()).<Void>mapEmpty().onComplete(done));
    done.future().await();
    vertx.close().await();
    return walk.right;
  }

  private Future<Void> begin() {
    Promise<Void> done = Promise.promise();
    next(done);
    return done.future();
  }

  private void next(Promise<Void> done) {
    if (!keys.hasNext()) {
      done.complete();
      return;
    }
    Endpoint to = keys.next();
    ModernRequest head = ModernRequest.call("add", "");
    CallMessage call = CallMessage.modern(to.key(), "add", Case.ARGUMENTS);
    client.request(head.options(to.port(), to.key())).compose(request -> request.send(call.body())).compose(Answer::read)
        .otherwise(Answer::none).onSuccess(answer -> {
          right += answer.has(call.expected()) ? 1 : 0;
          next(done);
        });
  }
}
