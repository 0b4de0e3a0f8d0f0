package dev.gatehouse.http;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** When a certificate expires that others read from its PEM file, such as the one that the host shows to Redis. Reads it once a minute. */
public final class CertificateFile {

  private static final long LOOK_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private final Path file;
  private volatile @Nullable Instant expires;

  private CertificateFile(Path file) {
    this.file = file;
  }

  /** Reads it now, in the background, and again and again until Vert.x is closed. */
  public static CertificateFile watch(Vertx vertx, Path file) {
    CertificateFile watched = new CertificateFile(file);
    watched.look(vertx);
    vertx.setPeriodic(LOOK_MILLIS, tick -> watched.look(vertx));
    return watched;
  }

  private void look(Vertx vertx) {
    vertx.executeBlocking(this::read).onComplete(read -> expires = read.result());
  }

  private Instant read() throws IOException, CertificateException {
    return CertificateChain.of(PemBlocks.of(file, Files.readString(file, StandardCharsets.ISO_8859_1))).expires();
  }

  /** When it expires; of a chain, what expires first. Null while that is not known, or the file cannot be read. */
  public @Nullable Instant expires() {
    return expires;
  }
}
