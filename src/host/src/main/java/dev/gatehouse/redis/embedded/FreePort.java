package dev.gatehouse.redis.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds a free loopback port. */
public final class FreePort {

  /**
   * Below those that systems hand out to whoever connects or listens on any port: between this look and the start of the server nobody
   * is given it by chance.
   */
  private static final int LOWEST = 20_000;
  private static final int BEYOND = 30_000;
  private static final int MOST_LOOKS = 1_000;

  private FreePort() {
  }

  /** Any one; fails when so many looks have found none. */
  public static int any() throws IOException {
    IOException last = null;
    for (int look = 0; look < MOST_LOOKS; look++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }
}
