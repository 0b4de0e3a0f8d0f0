package dev.gatehouse.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
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
  private final Map<String, String> headers;
  private final Buffer body;
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

  private Load(Vertx vertx, Endpoint to, String tool, String arguments, int connections, Listener listener) {
    this.vertx = vertx;
    this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(true).setIdleTimeout(SILENCE_SECONDS),
        new PoolOptions().setHttp1MaxSize(connections));
    this.port = to.port();
    this.headers = Map.of("Authorization", "Bearer " + to.key(), "Content-Type", "application/json",
        "Accept", "application/json, text/event-stream", "MCP-Protocol-Version", "2026-07-28",
        "Mcp-Method", "tools/call", "Mcp-Name", tool);
    this.body = Buffer.buffer("""
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":%s,"_meta":\
        {"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}"""
        .formatted(tool, arguments));
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
    return new Load(vertx, to, tool, arguments, connections, listener);
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
    Promise<Void> done = Promise.promise();
    next(caller, done);
    return done.future();
  }

  /** Not a chain of futures: that would grow with every call. */
  private void next(int caller, Promise<Void> done) {
    if (!running) {
      done.complete();
      return;
    }
    long sent = System.nanoTime();
    client.request(HttpMethod.POST, port, "127.0.0.1", "/mcp").compose(this::send).otherwise(Answer::none)
        .onSuccess(answer -> pause(caller, listener.answered(caller, answer, System.nanoTime() - sent), done));
  }

  private void pause(int caller, long millis, Promise<Void> done) {
    if (millis == 0) {
      next(caller, done);
    } else {
      vertx.setTimer(millis, id -> next(caller, done));
    }
  }

  private Future<Answer> send(HttpClientRequest request) {
    headers.forEach(request::putHeader);
    return request.send(body).compose(Answer::read);
  }
}
