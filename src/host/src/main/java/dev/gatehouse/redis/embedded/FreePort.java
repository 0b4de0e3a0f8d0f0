package dev.gatehouse.redis.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds a free loopback port. */
public final class FreePort {

  /** The range is below the ephemeral ports, so that the system gives the port to no other program before the server starts. */
  private static final int LOWEST = 20_000;
  private static final int BEYOND = 30_000;
  private static final int MOST_LOOKS = 1_000;

  private FreePort() {
  }

  /** A port that is free now; fails after a thousand tries. */
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
