package dev.gatehouse.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** The handlers of SIGTERM, SIGINT (Ctrl-C) and SIGHUP. Each runs its action on a thread of its own. */
public final class Signals {

  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
  private static final Path TERMINAL = Path.of("/dev/tty");
  private static final int KILLED_BY_INT = 130;
  /** The time within which repeated signals count as one: a terminal, a process group and a wrapper may each send it. */
  private static final Duration SAME = Duration.ofSeconds(1);

  private Signals() {
  }

  /**
   * SIGTERM and Ctrl-C: the first shuts down in order; one more, a while later, ends the process at once. Not a shutdown hook: with one the
   * JVM would exit with 143 instead of 0.
   */
  public static void onStop(Runnable stop) {
    AtomicLong first = new AtomicLong();
    for (String name : new String[] {"TERM", "INT"}) {
      Signal.handle(new Signal(name), signal -> {
        long now = Math.max(1, System.nanoTime());
        if (first.compareAndSet(0, now)) {
          stop.run();
        } else if (now - first.get() > SAME.toNanos()) {
          Runtime.getRuntime().halt(KILLED_BY_INT);
        }
      });
    }
  }

  /**
   * SIGHUP: reloads the configuration, as daemons do. If the process's terminal is gone, which sends SIGHUP too, the host shuts down. Does
   * nothing on a system without the signal.
   *
   * @return whether the signal is ignored in this process, as nohup has it
   */
  public static boolean onHangUp(Runnable reload, Runnable stop) {
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
