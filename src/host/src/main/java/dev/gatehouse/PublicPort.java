package dev.gatehouse;

import dev.gatehouse.auth.AuthScheme;
import dev.gatehouse.auth.key.ApiKeyAuthentication;
import dev.gatehouse.auth.key.KeyPolicy;
import dev.gatehouse.config.HttpConfig;
import dev.gatehouse.http.PublicServer;
import dev.gatehouse.http.Readiness;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Stage 5: the public port is open and accepts calls.
 *
 * @param port the one bound
 */
record PublicPort(Protocol protocol, Readiness readiness, PublicServer server, int port) {

  private static final long SWEEP_MILLIS = 10_000;
  private static final long DRAIN_POLL_MILLIS = 20;
  /** The time that a drain may take beyond the longest call, to write answers. */
  private static final Duration DRAIN_MARGIN = Duration.ofSeconds(2);

  /** Fails with {@link StartException} when the address cannot be bound. */
  static Future<PublicPort> open(Protocol protocol, Readiness readiness) {
    Store store = protocol.store();
    Platform platform = store.platform();
    HttpConfig http = platform.config().http();
    // Keys come last: they take every credential that no scheme before them knows.
    List<AuthScheme> schemes = List.of(protocol.tokens(), new ApiKeyAuthentication(store.records(),
        new KeyPolicy(platform.config().auth().opaqueKeys(), http.loopback()), Clock.systemUTC(), platform.throttle()));
    PublicServer server = new PublicServer(platform.vertx(), http, platform.longestCall(), schemes, protocol.tenants(),
        protocol.ledger(), protocol.metrics().meter(), platform.throttle(), protocol.modern(), protocol.legacy(), protocol.sessions(),
        platform.connections(), store.issuers(), protocol.urls(), protocol.tracer());
    readiness.loaded();
    platform.transport().count(platform.connections());
    platform.vertx().setPeriodic(protocol.sessions().sweepMillis(), tick -> protocol.sessions().sweep());
    platform.vertx().setPeriodic(SWEEP_MILLIS, tick -> {
      platform.throttle().report(Host.LOG::info);
      // It takes a while where there are many series.
      platform.vertx().executeBlocking(() -> {
        protocol.metrics().sweep();
        return null;
      }, false);
    });
    return server.start(Platform.EVENT_LOOPS)
        .recover(failure -> Future.failedFuture(StartException.cannotListen("http", http.host(), http.port(), failure)))
        .map(port -> {
          protocol.urls().bound(port);
          protocol.metrics().certificate("http.tls", server::certificateExpires);
          return new PublicPort(protocol, readiness, server, port).serving();
        });
  }

  private PublicPort serving() {
    platform().shutdown().add("the public port", this::drain);
    readiness.serving(true);
    return this;
  }

  private Platform platform() {
    return protocol.store().platform();
  }

  /** Takes no new connection and lets what runs end or time out. */
  private Future<Void> drain() {
    Duration most = platform().longestCall().plus(DRAIN_MARGIN);
    readiness.serving(false);
    return balancersNotice().compose(noticed -> {
      Future<Void> drained = server.drain(most);
      awaitIdle(System.nanoTime() + platform().longestCall().toNanos());
      return drained;
    });
  }

  /** Keeps serving while {@code /health/ready} answers 503, so that load balancers notice before the port closes. */
  private Future<Void> balancersNotice() {
    Duration wait = platform().config().shutdown().notReady();
    if (wait.isZero()) {
      return Future.succeededFuture();
    }
    Host.LOG.info("/health/ready says 503; the public port closes in {} ms (shutdown.notReady)", wait.toMillis());
    return platform().vertx().timer(wait.toMillis()).mapEmpty();
  }

  /** Waits until nothing runs, and then ends the streams, which would keep their connections open. */
  private void awaitIdle(long deadlineNanos) {
    Vertx vertx = platform().vertx();
    if (protocol.idle() || System.nanoTime() > deadlineNanos) {
      protocol.closeStreams();
    } else {
      vertx.setTimer(DRAIN_POLL_MILLIS, tick -> awaitIdle(deadlineNanos));
    }
  }
}
