package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.TestHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** A certificate and its key from PEM files. */
class TlsIT {

  private static final Path DIR = folder();
  private static final KeyStore FIRST = TestCertificates.create(DIR, "first", "EC");

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

  private static void write(KeyStore store, String file) {
    try {
      write(file, TestCertificates.pem(store, file.startsWith("key")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** At once, so that the host never sees a part of it. */
  private static void write(String file, String text) throws IOException {
    Path hidden = Files.writeString(DIR.resolve(".new"), text);
    Files.move(hidden, DIR.resolve(file), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
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
    KeyStore second = TestCertificates.create(DIR, "second", "EC", 3);
    SSLContext trust = TestCertificates.trusting(FIRST, second);
    ListAppender<ILoggingEvent> log = watchLog();
    assertThat(served(trust)).isEqualTo("CN=first");
    assertThat(expires()).isEqualTo(notAfter(FIRST));
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
    eventually(() -> expires() == notAfter(second));
    assertThat(log.list).filteredOn(event -> event.getLevel() == Level.WARN).as("one line for each fault").hasSize(2);
    assertThat(discover(kept).version()).as("a connection that stayed open").isEqualTo(version);
    assertThat(discover(HttpClient.newBuilder().sslContext(trust).build()).version()).as("ALPN").isEqualTo(version);
  }

  private static double expires() {
    return Wire.metric(host, "gatehouse_certificate_expiry_timestamp_seconds");
  }

  private static double notAfter(KeyStore store) {
    try {
      return ((X509Certificate) store.getCertificate("x")).getNotAfter().toInstant().getEpochSecond();
    } catch (KeyStoreException e) {
      throw new IllegalStateException(e);
    }
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
            + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}"))
        .build();
    HttpResponse<String> response = client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response;
  }
}
