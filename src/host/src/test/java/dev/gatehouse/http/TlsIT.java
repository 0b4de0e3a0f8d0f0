package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** A certificate and its key from PEM files. */
class TlsIT {

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final Path DIR = folder();
  private static final KeyStore FIRST = certificate("first");

  static {
    write(FIRST, "cert.pem");
    write(FIRST, "key.pem");
  }

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

  /** Made by keytool, which every JDK has. */
  private static KeyStore certificate(String name) {
    try {
      Path file = DIR.resolve(name + ".p12");
      int exit = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "x",
          "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12",
          "-keystore", file.toString(), "-storepass", new String(PASSWORD)).inheritIO().start().waitFor();
      assertThat(exit).isZero();
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD);
      }
      Files.delete(file);
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the certificate, or its key, as PEM. */
  private static void write(KeyStore store, String file) {
    try {
      write(file, file.startsWith("key")
          ? pem("PRIVATE KEY", store.getKey("x", PASSWORD).getEncoded())
          : pem("CERTIFICATE", store.getCertificate("x").getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** At once, so that the host never sees a part of it. */
  private static void write(String file, String text) throws IOException {
    Path hidden = Files.writeString(DIR.resolve(".new"), text);
    Files.move(hidden, DIR.resolve(file), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
  }

  private static SSLContext trusting(KeyStore... certificates) throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (int i = 0; i < certificates.length; i++) {
      trusted.setCertificateEntry("x" + i, certificates[i].getCertificate("x"));
    }
    TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  @AfterAll
  static void clean() throws IOException {
    for (String file : new String[] {"cert.pem", "key.pem"}) {
      Files.delete(DIR.resolve(file));
    }
    Files.delete(DIR);
  }

  @Test
  void it_serves_https_with_them_and_with_what_they_are_renewed_to() throws Exception {
    assertThat(host.url()).startsWith("https://");
    KeyStore second = certificate("second");
    SSLContext trust = trusting(FIRST, second);
    ListAppender<ILoggingEvent> log = watchLog();
    assertThat(served(trust)).isEqualTo("CN=first");
    HttpClient kept = HttpClient.newBuilder().sslContext(trust).build();
    HttpClient.Version version = discover(kept).version();

    write(second, "cert.pem");
    awaitWarning(log, "is not the key of");
    assertThat(served(trust)).as("a certificate with another's key").isEqualTo("CN=first");
    write("key.pem", "not PEM");
    awaitWarning(log, "are not a certificate and its key");
    assertThat(served(trust)).isEqualTo("CN=first");
    write(second, "key.pem");
    eventually(() -> servedOnEveryEventLoop(trust, "CN=second"));
    assertThat(log.list).filteredOn(event -> event.getLevel() == Level.WARN).as("one line for each fault").hasSize(2);
    assertThat(discover(kept).version()).as("a connection that stayed open").isEqualTo(version);
    assertThat(discover(HttpClient.newBuilder().sslContext(trust).build()).version()).as("ALPN").isEqualTo(version);
  }

  private static ListAppender<ILoggingEvent> watchLog() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    ((Logger) LoggerFactory.getLogger(CertificateWatch.class)).addAppender(log);
    return log;
  }

  private static void awaitWarning(ListAppender<ILoggingEvent> log, String words) throws InterruptedException {
    eventually(() -> log.list.stream().anyMatch(event -> event.getFormattedMessage().contains(words)));
  }

  /** New connections go to one after the other. */
  private static boolean servedOnEveryEventLoop(SSLContext trust, String name) {
    return IntStream.range(0, 8).allMatch(connection -> served(trust).equals(name));
  }

  /** The name in the certificate that a new connection is given. */
  private static String served(SSLContext trust) {
    try {
      return discover(HttpClient.newBuilder().sslContext(trust).build()).sslSession().orElseThrow().getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpResponse<String> discover(HttpClient client) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(host.url() + "/t/open/mcp")).header("Content-Type", "application/json")
        .header("MCP-Protocol-Version", "2026-07-28").header("Mcp-Method", "server/discover")
        .POST(HttpRequest.BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\",\"params\":{\"_meta\":{"
            + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}")).build();
    HttpResponse<String> response = client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response;
  }
}
