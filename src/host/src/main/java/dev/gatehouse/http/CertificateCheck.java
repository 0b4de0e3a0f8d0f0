package dev.gatehouse.http;

import dev.gatehouse.config.TlsConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Optional;

/** Checks before a start that the files of a certificate and its key can be used for TLS. */
public final class CertificateCheck {

  private CertificateCheck() {
  }

  /**
   * Reads the files as the public port and a renewal do. Blocks.
   *
   * @return what is wrong, as a sentence that names the file and quotes nothing of it
   */
  public static Optional<String> fault(Vertx vertx, TlsConfig tls) {
    try {
      new PemFiles(vertx, tls).read();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
