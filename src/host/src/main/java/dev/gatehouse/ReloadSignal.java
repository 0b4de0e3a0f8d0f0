package dev.gatehouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sun.misc.Signal;

/**
 * SIGHUP: the configuration is to be read again, as daemons take it, unless the terminal that the process was started on is gone, which
 * sends it too. Then the host stops in order.
 */
final class ReloadSignal {

  private static final Path TERMINAL = Path.of("/dev/tty");

  private ReloadSignal() {
  }

  /** Does one or the other, each time on a thread of its own. */
  static void handle(Runnable reload, Runnable stop) {
    boolean interactive = terminal();
    Signal.handle(new Signal("HUP"), signal -> {
      if (interactive && !terminal()) {
        stop.run();
      } else {
        reload.run();
      }
    });
  }

  private static boolean terminal() {
    try {
      Files.newInputStream(TERMINAL).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
