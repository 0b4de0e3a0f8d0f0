package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.config.TlsConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be wrong with a certificate and its key is told in words before anybody connects, and what is right passes. */
class PemFilesTest {

  @TempDir
  private static Path dir;
  private static Vertx vertx;
  private static KeyStore chain;

  @BeforeAll
  static void make() {
    vertx = Vertx.vertx();
    chain = TestCertificates.chain(dir);
  }

  @AfterAll
  static void close() {
    vertx.close().await();
  }

  private static Optional<String> fault(String cert, String key) throws IOException {
    Path certificate = Files.writeString(dir.resolve("cert.pem"), cert);
    return CertificateCheck.fault(vertx, new TlsConfig(certificate, Files.writeString(dir.resolve("key.pem"), key)));
  }

  private static String certificate(String alias) {
    return TestCertificates.pem(chain, alias, false);
  }

  private static String key(String alias) {
    return TestCertificates.pem(chain, alias, true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void a_pair_passes(String algorithm) throws IOException {
    KeyStore store = TestCertificates.create(dir, "pair", algorithm);
    assertThat(fault("subject=CN = pair\n" + TestCertificates.pem(store, false), TestCertificates.pem(store, true))).isEmpty();
  }

  @Test
  void a_chain_in_order_passes_with_or_without_its_root() throws IOException {
    assertThat(fault(certificate("leaf") + certificate("between"), key("leaf"))).isEmpty();
    assertThat(fault(certificate("leaf") + certificate("between") + certificate("root"), key("leaf"))).isEmpty();
  }

  @Test
  void a_chain_in_another_order_is_refused_and_the_first_pair_that_is_wrong_named() throws IOException {
    assertThat(fault(certificate("between") + certificate("leaf"), key("leaf"))).get().asString()
        .startsWith(dir.resolve("cert.pem").toString())
        .contains("wrong order", "number 1 (CN=between) is not issued by number 2 (CN=leaf)", "own certificate first");
    assertThat(fault(certificate("leaf") + certificate("root") + certificate("between"), key("leaf"))).get().asString()
        .contains("number 1 (CN=leaf) is not issued by number 2 (CN=root)");
  }

  @Test
  void a_certificate_that_does_not_belong_there_is_refused() throws IOException {
    assertThat(fault(certificate("leaf") + certificate("between") + certificate("leaf"), key("leaf"))).get().asString()
        .contains("number 2 (CN=between) is not issued by number 3 (CN=leaf)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void the_key_of_another_pair_is_refused(String algorithm) throws IOException {
    KeyStore other = TestCertificates.create(dir, "other", algorithm);
    assertThat(fault(certificate("leaf"), TestCertificates.pem(other, true))).get().asString()
        .startsWith(dir.resolve("key.pem") + " is not the key of " + dir.resolve("cert.pem")).contains("CN=leaf");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "Ed448"})
  void a_certificate_that_java_does_not_serve_is_refused(String algorithm) throws IOException {
    KeyStore store = TestCertificates.create(dir, "ed", algorithm);
    assertThat(fault(TestCertificates.pem(store, false), TestCertificates.pem(store, true))).get().asString()
        .startsWith(dir.resolve("cert.pem").toString()).contains("Ed25519 or Ed448", "does not serve", "use a key of RSA, or of EC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"})
  void an_encrypted_key_is_refused_with_what_to_do(String key) throws IOException {
    assertThat(fault(certificate("leaf"), key)).get().asString()
        .startsWith(dir.resolve("key.pem") + " is encrypted").contains("openssl pkey -in " + dir.resolve("key.pem"))
        .doesNotContain("AAAA");
  }

  @Test
  void files_that_have_changed_places_are_named() throws IOException {
    assertThat(fault(key("leaf"), certificate("leaf"))).get().asString()
        .contains(dir.resolve("cert.pem") + " holds a private key and no certificate", "changed places");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not PEM", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
      "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n"})
  void what_is_no_key_is_refused_without_a_word_of_it(String key) throws IOException {
    assertThat(fault(certificate("leaf"), key)).get().asString().contains("are not a certificate and its key in PEM").hasLineCount(1)
        .doesNotContain("AAAA").doesNotContain("not PEM:");
  }
}
