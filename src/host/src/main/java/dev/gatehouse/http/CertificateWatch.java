package dev.gatehouse.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificate rotation: serves renewed PEM files without a restart. When they cannot be used the old certificate stays, and one line is
 * logged.
 */
final class CertificateWatch extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
  private static final long LOOK_MILLIS = 1_000;

  private final PemFiles files;
  private final Function<PemKeyCertOptions, Future<?>> serve;
  private volatile @Nullable Instant expires;
  private List<String> tried;
  private List<String> last;

  /**
   * Creates a watch, which polls once it is deployed.
   *
   * @param files what the servers started with
   * @param serve gives new connections the certificate
   */
  CertificateWatch(PemFiles files, Function<PemKeyCertOptions, Future<?>> serve) {
    this.files = files;
    this.serve = serve;
    this.tried = files.stamp();
    this.last = tried;
  }

  @Override
  public Future<?> start() {
    vertx.setTimer(LOOK_MILLIS, tick -> look());
    // The servers have just read them. Were they replaced since, the next look serves them.
    return vertx.executeBlocking(() -> files.expires(files.read())).onSuccess(read -> expires = read).otherwiseEmpty();
  }

  /** When the certificate that is served expires; null while that is not known. */
  @Nullable
  Instant expires() {
    return expires;
  }

  private void look() {
    vertx.executeBlocking(files::stamp).compose(this::compare)
        .onComplete(looked -> vertx.setTimer(LOOK_MILLIS, tick -> look()));
  }

  /** Debounced: the two files are written one after the other, so they are read only when two polls agree. */
  private Future<Void> compare(List<String> now) {
    boolean stable = now.equals(last);
    last = now;
    if (!stable || now.equals(tried)) {
      return Future.succeededFuture();
    }
    tried = now;
    return vertx.executeBlocking(files::read)
        .compose(pem -> serve.apply(pem).compose(served -> vertx.executeBlocking(() -> files.expires(pem))))
        .onSuccess(read -> expires = read)
        .onSuccess(renewed -> LOG.info("http.tls: the certificate was renewed"))
        .onFailure(failure -> LOG.warn("http.tls: the old certificate stays: {}", failure.getMessage()))
        .mapEmpty();
  }
}
