package dev.gatehouse.redis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A first TLS handshake with Redis, on the thread that calls, whose outcome does not matter. It loads the JDK's classes for TLS and its
 * trusted certificates: seconds on a fraction of a processor, in which an event loop would be blocked and the start's connections would
 * run out of time.
 */
public final class TlsWarmUp {

  private static final Logger LOG = LoggerFactory.getLogger(TlsWarmUp.class);
  private static final Set<String> SCHEMES = Set.of("rediss", "valkeys");
  private static final int DEFAULT_PORT = 6379;

  private TlsWarmUp() {
  }

  /**
   * Shakes hands and sends nothing. Blocks; does nothing where the URL asks for no TLS.
   *
   * @param url as {@code redis.url} has it
   * @param most how long it waits for the server, each time that it does
   */
  public static void at(String url, Duration most) {
    String scheme = url.substring(0, Math.max(0, url.indexOf(':')));
    if (!SCHEMES.contains(scheme)) {
      return;
    }
    try {
      URI uri = URI.create(url);
      if (uri.getHost() == null) {
        return;
      }
      shakeHands(uri.getHost(), uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort(), (int) most.toMillis());
    } catch (IOException | IllegalArgumentException e) {
      // Whoever connects next says what is wrong, in the words of the link; the cause may quote the URL.
      LOG.debug("no TLS handshake ahead of the first connection: {}", e.getClass().getName());
    }
  }

  private static void shakeHands(String host, int port, int millis) throws IOException {
    SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(host, port), millis);
      plain.setSoTimeout(millis);
      try (SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true)) {
        socket.startHandshake();
      }
    }
  }
}
