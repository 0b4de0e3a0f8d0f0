package dev.gatehouse.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Callers that each send their next request when they have their answer. Every answer is looked at: a fast refusal is no result. */
final class Load {

  private static final int CONNECTIONS = 64;
  private static final String EXPECTED = "\"text\":\"5\"";
  private static final Buffer BODY = Buffer.buffer("""
      {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add","arguments":{"a":2,"b":3},"_meta":\
      {"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}""");

  private final HttpClient client;
  private final int port;
  private final Map<String, String> headers;
  private final LongAdder answers = new LongAdder();
  private volatile boolean running = true;

  Load(Vertx vertx, int port, String key) {
    this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(true),
        new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    this.port = port;
    this.headers = Map.of("Authorization", "Bearer " + key, "Content-Type", "application/json",
        "Accept", "application/json, text/event-stream", "MCP-Protocol-Version", "2026-07-28",
        "Mcp-Method", "tools/call", "Mcp-Name", "add");
  }

  /**
   * Calls for a while.
   *
   * @return how many calls were answered
   */
  long run(Duration time) throws InterruptedException {
    List<Future<Void>> callers = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      callers.add(call());
    }
    Thread.sleep(time.toMillis());
    running = false;
    Future.all(callers).await();
    client.close().await();
    return answers.sum();
  }

  private Future<Void> call() {
    Promise<Void> done = Promise.promise();
    next(done);
    return done.future();
  }

  /** Not a chain of futures: that would grow with every call. */
  private void next(Promise<Void> done) {
    if (!running) {
      done.complete();
      return;
    }
    client.request(HttpMethod.POST, port, "127.0.0.1", "/mcp").compose(this::send).onFailure(done::fail).onSuccess(body -> {
      if (body.toString().contains(EXPECTED)) {
        answers.increment();
        next(done);
      } else {
        done.fail("the answer was " + body);
      }
    });
  }

  private Future<Buffer> send(HttpClientRequest request) {
    headers.forEach(request::putHeader);
    return request.send(BODY).compose(response -> response.body());
  }
}
