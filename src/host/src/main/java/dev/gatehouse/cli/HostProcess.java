package dev.gatehouse.cli;

import dev.gatehouse.Host;
import dev.gatehouse.cli.process.LogEncoder;
import dev.gatehouse.cli.process.Signals;
import dev.gatehouse.cli.process.Stderr;
import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.record.ConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that serves: it starts the host and stays until it is told to stop. */
final class HostProcess {

  /** The name in the log is that of the command. */
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  private static final long READY_MILLIS = 1_000;

  private final Path config;
  private final PrintWriter stdout;
  private final PrintWriter stderr;

  private HostProcess(Path config, PrintWriter stdout, PrintWriter stderr) {
    this.config = config;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /**
   * Runs until a signal. Once the host starts, {@link Stderr#stream} does not block any more.
   *
   * @param config the file
   * @param stdout for a line 'ready URL'
   * @param stderr for faults before the host starts
   * @return the exit status
   */
  static int run(Path config, PrintWriter stdout, PrintWriter stderr) throws ConfigException, InterruptedException {
    return new HostProcess(config, stdout, stderr).run();
  }

  private int run() throws ConfigException, InterruptedException {
    if (LogEncoder.fault() != null) {
      stderr.println(LogEncoder.fault());
      return Main.BAD_CONFIG;
    }
    ConfigWatch watch = new ConfigWatch(config);
    HostConfig read = ConfigLoader.load(config);
    List<String> certificates = TlsFault.of(config, read);
    if (!certificates.isEmpty()) {
      certificates.forEach(stderr::println);
      return Main.BAD_CONFIG;
    }
    Stderr.unblock();
    read.warnings().forEach(LOG::warn);
    return serve(read, watch);
  }

  private int serve(HostConfig read, ConfigWatch watch) throws InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    Signals.onStop(stop::countDown);
    boolean ignored = Signals.onHangUp(watch::read, stop::countDown);
    Host host = Host.start(read, Stderr::dropped);
    new FirstRun(host, Stderr.stream()).welcome();
    Stderr.drain();
    watch.start(host);
    if (ignored) {
      LOG.info("SIGHUP is ignored in this process, as nohup has it; changes of the configuration's file are found without it");
    }
    announce(host);
    stop.await();
    LOG.info("stopping: no new calls; what runs may end");
    host.close();
    LOG.info("stopped");
    return 0;
  }

  /** Prints on a separate thread: a stdout that nobody reads must not block a shutdown. */
  private void announce(Host host) throws InterruptedException {
    Thread announcer = new Thread(() -> print(host, stdout), "ready");
    announcer.setDaemon(true);
    announcer.start();
    announcer.join(READY_MILLIS);
  }

  private static void print(Host host, PrintWriter out) {
    out.println("ready " + host.url() + "/mcp");
    host.tenants().all().stream()
        .filter(tenant -> tenant.config().anonymous() != null)
        .forEach(tenant -> out.println("ready " + host.url() + "/t/" + tenant.name() + "/mcp"));
    out.flush();
  }
}
