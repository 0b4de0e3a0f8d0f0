package dev.gatehouse.bench;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Very many streams of many keys, a hundred to a connection of HTTP/2 where the host serves that, and a hundred revocations a second:
 * nine of ten are of keys that nobody has, the tenth ends the streams of its key, which is timed.
 */
final class Revocations implements Trouble {

  private static final int KEYS = 1_000;
  private static final int PER_SECOND = 100;
  private static final int OF_LIVE_KEYS = 10;
  private static final int AT_ONCE = 200;
  private static final int ATTEMPTS = 50;
  private static final long PAUSE_MILLIS = 200;
  private static final int PATIENCE_SECONDS = 90;
  private static final long AIM_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Place place;
  private final HttpClientAgent client;
  private final ModernRequest request = ModernRequest.listen("");
  private final List<MintedKey> keys = new ArrayList<>();
  private final List<HttpClientConnection> connections = new ArrayList<>();
  /** When, by id; and how many streams of a key are open. */
  private final Map<String, Long> revoked = new ConcurrentHashMap<>();
  private final Map<String, Integer> streamsOf = new ConcurrentHashMap<>();
  private final Latencies ends = new Latencies();
  private final AtomicInteger settled = new AtomicInteger();
  private final Thread revoker = new Thread(this::revoke, "revoker");
  private final boolean http2;
  private volatile boolean running = true;
  private final AtomicInteger revocations = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private int waiting;
  private int late;
  private int strange;
  private String failure = "";

  private Revocations(Place place) {
    this.place = place;
    this.http2 = servesHttp2(place);
    this.client = place.vertx().createHttpClient(http2 ? UnreadStreams.http2() : new HttpClientOptions(),
        new PoolOptions().setHttp1MaxSize(20_000));
  }

  private static boolean servesHttp2(Place place) {
    HttpClientAgent probe = place.vertx().createHttpClient(UnreadStreams.http2());
    try {
      return probe.request(ModernRequest.listen("").options(place.to().port(), place.to().key()))
          .compose(sent -> sent.send(ModernRequest.call("echo", "").body())).map(answer -> true).otherwise(false).await();
    } finally {
      probe.close().await();
    }
  }

  /** Mints the keys and opens the streams; returns when all are open, or refused, or the patience is at an end. */
  static Revocations start(Place place, int streams) {
    Revocations trouble = new Revocations(place);
    trouble.mint();
    trouble.open(streams);
    trouble.revoker.setDaemon(true);
    trouble.revoker.start();
    return trouble;
  }

  private void mint() {
    Random random = new Random();
    try (Redis redis = new Redis(place.redis())) {
      for (int i = 0; i < KEYS; i++) {
        MintedKey key = MintedKey.of(random);
        keys.add(key);
        redis.send(key.command("a", "tools", "*"));
      }
      for (int i = 0; i < KEYS; i++) {
        redis.reply();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void open(int streams) {
    if (http2) {
      connect(streams / UnreadStreams.STREAMS);
    }
    place.vertx().runOnContext(now -> {
      waiting = streams;
      for (int i = 0; i < AT_ONCE; i++) {
        next();
      }
    });
    await(streams);
  }

  private void connect(int many) {
    for (int i = 0; i < many; i++) {
      connections.add(client.connect(new HttpConnectOptions().setHost("127.0.0.1").setPort(place.to().port())).await());
    }
  }

  private void next() {
    if (running && waiting > 0) {
      waiting--;
      attempt(waiting, ATTEMPTS);
    }
  }

  /** A host that checks very many new keys may say that it cannot just now. */
  private void attempt(int stream, int left) {
    MintedKey key = keys.get(stream % KEYS);
    RequestOptions options = request.options(place.to().port(), key.text());
    Future<HttpClientRequest> sent = http2
        ? connections.get(stream / UnreadStreams.STREAMS).request(options)
        : client.request(options);
    sent.compose(open -> open.send(request.body())).onSuccess(response -> {
      if (response.statusCode() == 200) {
        opened(key, response);
      } else if (left > 0) {
        place.vertx().setTimer(PAUSE_MILLIS, later -> attempt(stream, left - 1));
      } else {
        failed("status " + response.statusCode());
      }
    }).onFailure(why -> failed(why.toString()));
  }

  private void failed(String why) {
    failure = why;
    settled.incrementAndGet();
    next();
  }

  private void opened(MintedKey key, HttpClientResponse response) {
    open.incrementAndGet();
    streamsOf.merge(key.id(), 1, Integer::sum);
    response.exceptionHandler(broken -> ended(key));
    response.endHandler(end -> ended(key));
    settled.incrementAndGet();
    next();
  }

  private void await(int streams) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      while (settled.get() < streams && System.nanoTime() < end) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ended(MintedKey key) {
    open.decrementAndGet();
    streamsOf.merge(key.id(), -1, Integer::sum);
    Long at = revoked.get(key.id());
    if (at != null) {
      long took = System.nanoTime() - at;
      ends.add(took);
      late += took > AIM_NANOS ? 1 : 0;
    } else if (running) {
      strange++;
    }
  }

  private void revoke() {
    Random random = new Random();
    try (Redis redis = new Redis(place.redis())) {
      long begun = System.nanoTime();
      for (int i = 0; running; i++) {
        MintedKey key = i % OF_LIVE_KEYS == 0 && i / OF_LIVE_KEYS < KEYS ? keys.get(i / OF_LIVE_KEYS) : MintedKey.of(random);
        // Timed from before the command, so that no end comes before its cause.
        revoked.put(key.id(), System.nanoTime());
        redis.ask("SADD", "mcp:revoked", key.id());
        revocations.incrementAndGet();
        long next = begun + (i + 1) * TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
        TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
      }
    } catch (IOException e) {
      failure = e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
    try {
      revoker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close().await();
  }

  /** How many streams are open although their key was revoked more than 100 ms ago. */
  private int overdue() {
    long now = System.nanoTime();
    return revoked.entrySet().stream().filter(entry -> now - entry.getValue() > AIM_NANOS)
        .mapToInt(entry -> streamsOf.getOrDefault(entry.getKey(), 0)).sum();
  }

  @Override
  public String tell() {
    ends.sorted();
    return ("by %s, %d streams are open; %d revocations; %d streams ended by one, after p50 %.1f, p99 %.1f, longest %.1f ms, "
        + "%d after more than 100 ms, %d should have ended by now; %d ended without cause%s").formatted(
            http2 ? "HTTP/2" : "HTTP/1.1", open.get(), revocations.get(), ends.count(), ends.millis(0.5), ends.millis(0.99), ends.millis(1),
            late, overdue(), strange, failure.isEmpty() ? "" : "; the last failure: " + failure);
  }
}
