package dev.gatehouse.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** SIGHUP: reloads the configuration, as daemons do. If the process's terminal is gone, which sends SIGHUP too, the host shuts down. */
public final class ReloadSignal {

  private static final Logger LOG = LoggerFactory.getLogger(ReloadSignal.class);
  private static final Path TERMINAL = Path.of("/dev/tty");

  private ReloadSignal() {
  }

  /**
   * Installs the handler, which runs either action on a thread of its own; does nothing on a system without the signal.
   *
   * @return whether the signal is ignored in this process, as nohup has it
   */
  public static boolean handle(Runnable reload, Runnable stop) {
    boolean interactive = terminal();
    try {
      SignalHandler before = Signal.handle(new Signal("HUP"), signal -> {
        if (interactive && !terminal()) {
          stop.run();
        } else {
          reload.run();
        }
      });
      return before == SignalHandler.SIG_IGN;
    } catch (IllegalArgumentException e) {
      LOG.debug("no SIGHUP here; the configuration's file is followed all the same", e);
      return false;
    }
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
