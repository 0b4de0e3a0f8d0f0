package dev.gatehouse;

import dev.gatehouse.config.HostConfig;
import dev.gatehouse.http.CertificateCheck;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.util.Optional;

/** What is wrong with the files of {@code http.tls}, in the same words for {@code check} and for a start. */
final class TlsFault {

  private TlsFault() {
  }

  /** One line that names the configuration, the field and the file. Blocks. */
  static Optional<String> of(Path file, HostConfig config) {
    if (config.http().tls() == null) {
      return Optional.empty();
    }
    Vertx vertx = Vertx.vertx(TempFolder.unusedBy(new VertxOptions()));
    try {
      return CertificateCheck.fault(vertx, config.http().tls()).map(fault -> file + ": http.tls: " + fault);
    } finally {
      Main.awaitQuietly(vertx.close());
    }
  }
}
