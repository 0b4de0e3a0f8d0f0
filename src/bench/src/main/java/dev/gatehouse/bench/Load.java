package dev.gatehouse.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Callers of one tool, each on a connection of its own, that send their next call when they have their answer. */
final class Load {

  /** Longer than the host lets any call run: past it the host is gone. */
  private static final int SILENCE_SECONDS = 60;

  private final Vertx vertx;
  private final HttpClient client;
  private final int port;
  private final CallMessage message;
  private final Listener listener;
  private final List<Future<Void>> callers;
  private volatile boolean running = true;

  /** Looks at every answer: a fast refusal is no result. */
  interface Listener {

    /**
     * An answer came, or why there is none. On an event loop.
     *
     * @param caller which caller's, counted from 0
     * @param answer the answer
     * @param nanos how long it took
     * @return how many milliseconds this caller waits before its next call
     */
    long answered(int caller, Answer answer, long nanos);
  }

  private Load(Vertx vertx, int port, CallMessage message, int connections, Listener listener) {
    this.vertx = vertx;
    this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(true).setIdleTimeout(SILENCE_SECONDS),
        new PoolOptions().setHttp1MaxSize(connections));
    this.port = port;
    this.message = message;
    this.listener = listener;
    this.callers = IntStream.range(0, connections).mapToObj(this::call).toList();
  }

  /**
   * Starts to call.
   *
   * @param tool {@code add}, which is called with 2 and 3, or a tool without arguments
   */
  static Load start(Vertx vertx, Endpoint to, String tool, int connections, Listener listener) {
    return start(vertx, to, tool, tool.equals("add") ? "{\"a\":2,\"b\":3}" : "{}", connections, listener);
  }

  /**
   * Starts to call.
   *
   * @param arguments as JSON
   */
  static Load start(Vertx vertx, Endpoint to, String tool, String arguments, int connections, Listener listener) {
    return start(vertx, to.port(), CallMessage.modern(to.key(), tool, arguments), connections, listener);
  }

  /** Starts to call. */
  static Load start(Vertx vertx, int port, CallMessage message, int connections, Listener listener) {
    return new Load(vertx, port, message, connections, listener);
  }

  /** A client of one event loop: it takes one processor at most, and its listeners are called by one thread. */
  static Vertx oneLoop() {
    return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  }

  /** Sends no new call and waits for the answers to those on their way. */
  void stop() {
    running = false;
    Future.all(callers).await();
    client.close().await();
  }

  private Future<Void> call(int caller) {
    Future<Map<String, String>> headers =
        message.session() ? new Handshake(client, port).open(message.headers()) : Future.succeededFuture(message.headers());
    return headers.compose(all -> {
      Promise<Void> done = Promise.promise();
      next(caller, all, done);
      return done.future();
    });
  }

  /** Not a chain of futures: that would grow with every call. */
  private void next(int caller, Map<String, String> headers, Promise<Void> done) {
    if (!running) {
      done.complete();
      return;
    }
    long sent = System.nanoTime();
    client.request(HttpMethod.POST, port, "127.0.0.1", "/mcp").compose(request -> send(request, headers)).otherwise(Answer::none)
        .onSuccess(answer -> pause(caller, headers, listener.answered(caller, answer, System.nanoTime() - sent), done));
  }

  private void pause(int caller, Map<String, String> headers, long millis, Promise<Void> done) {
    if (millis == 0) {
      next(caller, headers, done);
    } else {
      vertx.setTimer(millis, id -> next(caller, headers, done));
    }
  }

  private Future<Answer> send(HttpClientRequest request, Map<String, String> headers) {
    headers.forEach(request::putHeader);
    return request.send(message.body()).compose(Answer::read);
  }
}
