package dev.gatehouse.redis.link;

import dev.gatehouse.record.RedisUrl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warms up TLS with a first handshake to Redis on the calling thread; its outcome does not matter. It loads the JDK's TLS classes and
 * trusted certificates, which takes seconds on a fraction of a processor and would block an event loop.
 */
public final class TlsWarmUp {

  private static final Logger LOG = LoggerFactory.getLogger(TlsWarmUp.class);

  private TlsWarmUp() {
  }

  /**
   * Does a handshake and sends nothing. Blocks for at most a command's timeout on each read; does nothing if the URL does not use TLS.
   *
   * @param url as {@code redis.url} has it
   */
  public static void at(String url) {
    at(url, RedisLink.COMMAND_TIMEOUT);
  }

  static void at(String url, Duration most) {
    try {
      RedisUrl redis = RedisUrl.parse(url);
      String host = redis.host();
      if (redis.tls() && host != null) {
        shakeHands(host, redis.port(), (int) most.toMillis());
      }
    } catch (IOException | IllegalArgumentException e) {
      // The next connection reports the failure; the cause may quote the URL.
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
