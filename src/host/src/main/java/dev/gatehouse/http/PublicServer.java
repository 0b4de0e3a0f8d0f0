package dev.gatehouse.http;

import dev.gatehouse.auth.AuthScheme;
import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.auth.token.Issuers;
import dev.gatehouse.config.HttpConfig;
import dev.gatehouse.feature.trace.CallTracer;
import dev.gatehouse.http.connection.Connections;
import dev.gatehouse.mcp.CallMetrics;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.mcp.legacy.LegacyWire;
import dev.gatehouse.mcp.legacy.Sessions;
import dev.gatehouse.mcp.modern.ModernWire;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The public port, with one HTTP server on every event loop. */
public final class PublicServer {

  /** The idle time beyond the longest call, since a call that streams nothing is silent too. */
  public static final Duration IDLE = Duration.ofSeconds(60);

  /** Longer than a round trip to any client. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final HttpConfig config;
  private final Connections connections;
  private final ConnectionPersistence persistence;
  private final UnreadResponses unread = new UnreadResponses();
  private final Routes routes;
  private final Duration longestCall;
  private final List<HttpVerticle> verticles = new CopyOnWriteArrayList<>();
  private volatile @Nullable CertificateWatch certificate;

  /** Serves both wires behind the key check, to connections that are silent for no longer than a call may take, and some. */
  public PublicServer(Vertx vertx, HttpConfig config, Duration longestCall, List<AuthScheme> schemes, Tenants tenants,
      Ledger ledger, CallMetrics calls, LogThrottle throttle, ModernWire modern, LegacyWire legacy, Sessions sessions,
      Connections connections, Issuers issuers, CanonicalUrls urls, CallTracer tracer) {
    Challenges challenges = new Challenges(issuers, urls);
    this.connections = connections;
    this.persistence = new ConnectionPersistence(LINGER, connections::isEnding);
    this.vertx = vertx;
    this.longestCall = longestCall;
    this.config = config;
    this.routes = new Routes(config,
        persistence,
        throttle,
        new KeyHandler(schemes, tenants, new ClientAddress(config.trustedProxies()), ledger, calls, throttle, connections, urls,
            challenges, tracer),
        new TenantHandler(tenants),
        List.of(new StreamableEndpoint(modern, legacy, sessions, unread, challenges),
            new SseEndpoint(legacy, sessions, unread, new ForwardedPrefix(config.trustedProxies()))),
        challenges, urls,
        new Discovery(tenants, new ServerDescription(ServerIdentity.current(), challenges), urls,
            new ForwardedPrefix(config.trustedProxies())));
  }

  /**
   * Listens.
   *
   * @param eventLoops how many there are
   * @return the port, which the system chose when 0 was configured; fails when the address cannot be bound
   */
  public Future<Integer> start(int eventLoops) {
    return vertx.deployVerticle(this::verticle, new DeploymentOptions().setInstances(eventLoops))
        .compose(deployed -> watchCertificate())
        .map(watching -> verticles.get(0).port());
  }

  private Future<?> watchCertificate() {
    if (config.tls() == null) {
      return Future.succeededFuture();
    }
    CertificateWatch watch = new CertificateWatch(new PemFiles(vertx, config.tls()), this::renew);
    certificate = watch;
    return vertx.deployVerticle(watch);
  }

  /** When the certificate that it serves expires; null without one, and while that is not known. */
  public @Nullable Instant certificateExpires() {
    return certificate == null ? null : certificate.expires();
  }

  private Future<?> renew(PemKeyCertOptions certificate) {
    return Future.join(verticles.stream().map(verticle -> verticle.renew(certificate)).toList());
  }

  private HttpVerticle verticle() {
    HttpVerticle verticle = new HttpVerticle(config, routes, connections, longestCall.plus(IDLE));
    verticles.add(verticle);
    return verticle;
  }

  /** Stops accepting, and ends when every connection is closed, or when the time is up. */
  public Future<Void> drain(Duration most) {
    persistence.drain();
    long timer = vertx.setTimer(Math.max(1, most.toMillis()), late -> unread.cutAll());
    return Future.join(verticles.stream().map(verticle -> verticle.drain(most)).toList())
        .onComplete(drained -> vertx.cancelTimer(timer)).mapEmpty();
  }
}
