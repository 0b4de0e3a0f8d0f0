package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateFileTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void it_tells_when_the_certificate_expires(@TempDir Path dir) throws Exception {
    KeyStore store = TestCertificates.create(dir, "client", "EC", 3);
    Path file = Files.writeString(dir.resolve("cert.pem"), TestCertificates.pem(store, false));

    CertificateFile watched = CertificateFile.watch(vertx, file);

    eventually(() -> watched.expires() != null);
    assertThat(watched.expires()).isEqualTo(((X509Certificate) store.getCertificate("x")).getNotAfter().toInstant());
  }

  @Test
  void of_what_is_no_certificate_it_knows_nothing(@TempDir Path dir) throws Exception {
    CertificateFile watched = CertificateFile.watch(vertx, Files.writeString(dir.resolve("cert.pem"), "no PEM"));
    Thread.sleep(300);

    assertThat(watched.expires()).isNull();
  }
}
