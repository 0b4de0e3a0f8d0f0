package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.TestHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served beneath HTTP: TLS 1.3, TLS 1.2 with forward secrecy and authenticated encryption, HTTP/2 by ALPN. */
class TlsProtocolsIT {

  private static final Path DIR = folder();
  private static final KeyStore CERTIFICATE = TestCertificates.create(DIR, "rsa", "RSA");

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "http": { "port": 0, "headTimeout": "5s", "tls": { "cert": "%s", "key": "%s" } } }
      """.formatted(write("cert.pem", false), write("key.pem", true))).plugin("demo", "math");

  private static Path folder() {
    try {
      return Files.createTempDirectory("gatehouse-suites");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(String file, boolean key) {
    try {
      return Files.writeString(DIR.resolve(file), TestCertificates.pem(CERTIFICATE, key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void clean() throws IOException {
    for (String file : List.of("cert.pem", "key.pem")) {
      Files.delete(DIR.resolve(file));
    }
    Files.delete(DIR);
  }

  private static SSLSocket socket() throws IOException {
    SSLSocket socket = (SSLSocket) TestCertificates.trusting(CERTIFICATE).getSocketFactory()
        .createSocket("127.0.0.1", URI.create(host.url()).getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static SSLSocket handshake(String version, String suite) throws IOException {
    SSLSocket socket = socket();
    socket.setEnabledProtocols(new String[] {version});
    socket.setEnabledCipherSuites(new String[] {suite});
    socket.startHandshake();
    return socket;
  }

  /** Those that need another kind of certificate are not asked for. */
  static Stream<String> served() {
    return TlsProtocols.CIPHER_SUITES.stream().filter(suite -> !suite.contains("ECDSA"));
  }

  @ParameterizedTest
  @MethodSource("served")
  void modern_suites_are_served(String suite) throws IOException {
    String version = suite.startsWith("TLS_ECDHE") ? "TLSv1.2" : "TLSv1.3";
    try (SSLSocket socket = handshake(version, suite)) {
      assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
    }
  }

  @ParameterizedTest
  @CsvSource({
      "TLSv1.2, TLS_RSA_WITH_AES_128_GCM_SHA256",
      "TLSv1.2, TLS_RSA_WITH_AES_256_CBC_SHA256",
      "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
      "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
      "TLSv1.2, TLS_DHE_RSA_WITH_AES_128_CBC_SHA"})
  void old_ones_are_not(String version, String suite) {
    assertThatThrownBy(() -> handshake(version, suite)).isInstanceOf(SSLException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP_2", "HTTP_1_1"})
  void the_client_chooses_its_http(HttpClient.Version version) throws Exception {
    HttpResponse<String> response = HttpClient.newBuilder().sslContext(TestCertificates.trusting(CERTIFICATE)).version(version).build()
        .send(HttpRequest.newBuilder(URI.create(host.url() + "/mcp")).build(), HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.version()).isEqualTo(version);
  }

  @Test
  void a_client_of_http_1_0_is_served() throws IOException {
    try (SSLSocket socket = socket()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"http/1.0"});
      socket.setSSLParameters(parameters);
      socket.getOutputStream().write("GET /mcp HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).startsWith("HTTP/1.0 401 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u0016\u0003\u0001"})
  void a_handshake_that_does_not_come_ends_its_connection(String begun) {
    try (RawConnection connection = RawConnection.open(host.url(), begun)) {
      connection.rest();
    }
  }
}
