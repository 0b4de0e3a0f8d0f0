package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A certificate and its key from PEM files. */
class TlsIT {

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final Path DIR = folder();
  private static final KeyStore STORE = certificate();

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "http": { "port": 0, "tls": { "cert": "%s", "key": "%s" } }, "tenants": { "open": { "anonymous": { "tools": "*" } } } }
      """.formatted(DIR.resolve("cert.pem"), DIR.resolve("key.pem"))).plugin("open", "math");

  private static Path folder() {
    try {
      return Files.createTempDirectory("gatehouse-tls");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Made by keytool, which every JDK has, and written as PEM. */
  private static KeyStore certificate() {
    try {
      Path file = DIR.resolve("store.p12");
      int exit = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "x",
          "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12",
          "-keystore", file.toString(), "-storepass", new String(PASSWORD)).inheritIO().start().waitFor();
      assertThat(exit).isZero();
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD);
      }
      Certificate certificate = store.getCertificate("x");
      Key key = store.getKey("x", PASSWORD);
      Files.writeString(DIR.resolve("cert.pem"), pem("CERTIFICATE", certificate.getEncoded()));
      Files.writeString(DIR.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
  }

  private static SSLContext trusting() throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("x", STORE.getCertificate("x"));
    TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  @AfterAll
  static void clean() throws IOException {
    for (String file : new String[] {"cert.pem", "key.pem", "store.p12"}) {
      Files.delete(DIR.resolve(file));
    }
    Files.delete(DIR);
  }

  @Test
  void it_serves_https_with_them() throws Exception {
    assertThat(host.url()).startsWith("https://");
    HttpRequest request = HttpRequest.newBuilder(URI.create(host.url() + "/t/open/mcp")).header("Content-Type", "application/json")
        .header("MCP-Protocol-Version", "2026-07-28").header("Mcp-Method", "server/discover")
        .POST(HttpRequest.BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\",\"params\":{\"_meta\":{"
            + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}")).build();

    HttpResponse<String> response = HttpClient.newBuilder().sslContext(trusting()).build()
        .send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.sslSession()).isPresent();
  }
}
