package dev.gatehouse.redis.sentinel;

import dev.gatehouse.record.RedisUrl.Server;
import dev.gatehouse.redis.connection.RedisEndpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connection on which one Sentinel tells of fail-overs. They come sooner by it than by asking; one that is missed is found by asking.
 * Confined to the event loop of {@link SentinelWatch}.
 */
final class SentinelEvents {

  /** Hears of the fail-overs of one master. */
  interface Listener {

    /** This master is about to be replaced: what is written to it from now on is lost. */
    void replaced(Server old);

    /** There is another master. */
    void failedOver();
  }

  private static final int OPEN_MILLIS = 2_000;
  private static final int MOST_IN_FLIGHT = 4;
  /** Between two confirmations that Sentinel is asked for: a half-open connection is as silent as an idle one. */
  static final long CONFIRM_MILLIS = 10_000;
  /** After a failure, which may be that of a user who may not subscribe. */
  private static final long RETRY_MILLIS = 10_000;
  /** What the leader of a fail-over says before it makes a replica the master. */
  private static final String BEFORE = "+failover-state-send-slaveof-noone";
  /** What the leader says when it is done, and what the others say. */
  private static final List<String> AFTER = List.of("+promoted-slave", "+switch-master");

  private final Vertx vertx;
  private final RedisEndpoint url;
  private final String master;
  private final long confirmMillis;
  private final Listener listener;
  private @Nullable Redis client;
  private boolean waiting;
  private long heardNanos;

  /**
   * Not yet open.
   *
   * @param confirmMillis is {@link #CONFIRM_MILLIS}; silence of half as long again closes the connection
   */
  SentinelEvents(Vertx vertx, RedisEndpoint url, String master, long confirmMillis, Listener listener) {
    this.vertx = vertx;
    this.url = url;
    this.master = master;
    this.confirmMillis = confirmMillis;
    this.listener = listener;
  }

  /** Opens the connection, unless it is open, being opened, or has failed just now. A user without the right to subscribe does without. */
  void open() {
    if (client == null && !waiting) {
      waiting = true;
      url.options(vertx, MOST_IN_FLIGHT, OPEN_MILLIS).compose(this::open)
          .onSuccess(opened -> waiting = false)
          .onFailure(cause -> vertx.setTimer(RETRY_MILLIS, over -> waiting = false));
    }
  }

  private Future<Void> open(RedisOptions options) {
    Redis opened = Redis.createClient(vertx, options);
    client = opened;
    return opened.connect().compose(connection -> subscribe(opened, connection)).timeout(OPEN_MILLIS, TimeUnit.MILLISECONDS)
        .onFailure(cause -> close(opened));
  }

  private Future<Void> subscribe(Redis of, RedisConnection connection) {
    connection.handler(this::heard);
    connection.exceptionHandler(cause -> close(of));
    connection.endHandler(v -> close(of));
    Request subscription = Request.cmd(Command.SUBSCRIBE).arg(BEFORE);
    AFTER.forEach(subscription::arg);
    return connection.send(subscription).onSuccess(subscribed -> {
      heardNanos = System.nanoTime();
      vertx.setPeriodic(confirmMillis, timer -> confirm(timer, of, connection, subscription));
    }).mapEmpty();
  }

  /** To subscribe again changes nothing, and is answered. */
  private void confirm(long timer, Redis of, RedisConnection connection, Request subscription) {
    if (client != of) {
      vertx.cancelTimer(timer);
    } else if (System.nanoTime() - heardNanos > TimeUnit.MILLISECONDS.toNanos(confirmMillis * 3 / 2)) {
      close(of);
    } else {
      connection.send(subscription);
    }
  }

  private void heard(@Nullable Response message) {
    heardNanos = System.nanoTime();
    if (message == null || message.size() != 3 || !"message".equals(String.valueOf(message.get(0)))) {
      return;
    }
    String event = message.get(1).toString();
    Server of = master(message.get(2).toString(), master);
    if (of != null && event.equals(BEFORE)) {
      listener.replaced(of);
    } else if (of != null && AFTER.contains(event)) {
      listener.failedOver();
    }
  }

  /**
   * The address of the master before the event, or null when it is about another one: {@code slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster
   * 10.0.0.1 6379}, or {@code mymaster 10.0.0.1 6379 10.0.0.2 6379} for {@code +switch-master}.
   */
  static @Nullable Server master(String text, String name) {
    List<String> words = Arrays.asList(text.split(" "));
    int at = words.indexOf("@") + 1;
    return words.size() >= at + 3 && words.get(at).equals(name) && words.get(at + 2).matches("\\d{1,5}")
        ? SentinelAnswer.server(words.get(at + 1), Integer.parseInt(words.get(at + 2))) : null;
  }

  void close() {
    close(client);
  }

  private void close(@Nullable Redis closed) {
    if (closed != null && client == closed) {
      client = null;
      closed.close();
    }
  }
}
