package dev.gatehouse.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Streams that are open and silent, each on a connection of its own (HTTP/1.1). */
public final class Streams implements AutoCloseable {

  /** A client address has half of all connections. */
  private static final int OF_ONE_ADDRESS = 2_000;
  private static final int AT_ONCE = 50;
  private static final int OK = 200;

  private final Vertx vertx;
  private final List<Endpoint> keys;
  private final boolean older;
  private final List<HttpClient> clients = new ArrayList<>();
  private final AtomicInteger open = new AtomicInteger();

  private Streams(Vertx vertx, List<Endpoint> keys, boolean older) {
    this.vertx = vertx;
    this.keys = keys;
    this.older = older;
  }

  /**
   * Opens some; returns when each is open or refused.
   *
   * @param keys take turns
   * @param older a stream of a session, by GET; else a subscription of 2026-07-28
   */
  public static Streams open(Vertx vertx, List<Endpoint> keys, boolean older, int many) throws InterruptedException {
    Streams streams = new Streams(vertx, keys, older);
    Semaphore free = new Semaphore(AT_ONCE);
    for (int i = 0; i < many; i++) {
      free.acquire();
      streams.next(i).onComplete(settled -> free.release());
    }
    free.acquire(AT_ONCE);
    return streams;
  }

  private Future<?> next(int number) {
    if (number % OF_ONE_ADDRESS == 0) {
      clients.add(vertx.createHttpClient(new HttpClientOptions().setLocalAddress("127.0.0." + (2 + clients.size())),
          new PoolOptions().setHttp1MaxSize(OF_ONE_ADDRESS + AT_ONCE)));
    }
    HttpClient client = clients.get(clients.size() - 1);
    Endpoint to = keys.get(number % keys.size());
    return (older ? get(client, to) : listen(client, to)).onSuccess(this::opened);
  }

  private static Future<HttpClientResponse> listen(HttpClient client, Endpoint to) {
    ModernRequest listen = ModernRequest.listen("");
    return client.request(listen.options(to.port(), to.key())).compose(request -> request.send(listen.body()));
  }

  private static Future<HttpClientResponse> get(HttpClient client, Endpoint to) {
    Map<String, String> headers = new HashMap<>(CallMessage.older("add", Case.ARGUMENTS).headers());
    headers.put("Authorization", "Bearer " + to.key());
    return new Handshake(client, to.port()).open(headers).compose(session -> {
      RequestOptions options = new RequestOptions().setMethod(HttpMethod.GET).setPort(to.port()).setHost("127.0.0.1").setURI("/mcp");
      session.forEach(options::putHeader);
      return client.request(options.putHeader("Accept", "text/event-stream")).compose(request -> request.send());
    });
  }

  private void opened(HttpClientResponse response) {
    if (response.statusCode() == OK) {
      open.incrementAndGet();
      response.exceptionHandler(broken -> open.decrementAndGet()).endHandler(end -> open.decrementAndGet());
    }
  }

  /** How many are open. */
  public int count() {
    return open.get();
  }

  /** Closes them, and their connections. */
  @Override
  public void close() {
    clients.forEach(client -> client.close().await());
  }
}
