package dev.gatehouse.cli;

import dev.gatehouse.Host;
import dev.gatehouse.Node;
import dev.gatehouse.Worker;
import dev.gatehouse.cli.process.LogEncoder;
import dev.gatehouse.cli.process.Signals;
import dev.gatehouse.cli.process.Stderr;
import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.config.Role;
import dev.gatehouse.record.ConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that serves: it starts the host and stays until it is told to stop. */
final class HostProcess {

  /** The name in the log is that of the command. */
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  private static final long READY_MILLIS = 1_000;

  private final Path config;
  private final Role role;
  private final PrintWriter stdout;
  private final PrintWriter stderr;

  private HostProcess(Path config, Role role, PrintWriter stdout, PrintWriter stderr) {
    this.config = config;
    this.role = role;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /**
   * Runs until a signal. Once the host starts, {@link Stderr#stream} does not block any more.
   *
   * @param config the file
   * @param stdout for a line 'ready URL', or of a worker 'ready worker NODE'
   * @param stderr for faults before the host starts
   * @return the exit status
   */
  static int run(Path config, Role role, PrintWriter stdout, PrintWriter stderr) throws ConfigException, InterruptedException {
    return new HostProcess(config, role, stdout, stderr).run();
  }

  private int run() throws ConfigException, InterruptedException {
    if (LogEncoder.fault() != null) {
      stderr.println(LogEncoder.fault());
      return Main.BAD_CONFIG;
    }
    ConfigWatch watch = new ConfigWatch(config);
    HostConfig read = ConfigLoader.load(config);
    List<String> faults = new ArrayList<>(role == Role.WORKER ? List.of() : TlsFault.of(config, read));
    faults.addAll(RoleFaults.of(config, read, role));
    if (!faults.isEmpty()) {
      faults.forEach(stderr::println);
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
    Node node = role == Role.WORKER ? Worker.start(read, Stderr::dropped) : Host.start(read, role, Stderr::dropped);
    if (node instanceof Host host) {
      new FirstRun(host, Stderr.stream()).welcome();
    }
    Stderr.drain();
    watch.start(node);
    if (ignored) {
      LOG.info("SIGHUP is ignored in this process, as nohup has it; changes of the configuration's file are found without it");
    }
    AtomicReference<Throwable> failure = new AtomicReference<>();
    node.ready().onSuccess(serving -> announce(node)).onFailure(away -> {
      failure.set(away);
      stop.countDown();
    });
    stop.await();
    LOG.info("stopping: no new calls; running calls may finish");
    node.close();
    LOG.info("stopped");
    return status(failure.get());
  }

  private static int status(@Nullable Throwable failure) {
    if (failure != null) {
      Stderr.stream().println(failure.getMessage());
    }
    return failure == null ? 0 : Main.CANNOT_START;
  }

  /** Prints on a separate thread: a stdout that nobody reads must not block a shutdown. */
  private void announce(Node node) {
    Thread announcer = new Thread(() -> {
      node.endpoints().forEach(endpoint -> stdout.println("ready " + endpoint));
      stdout.flush();
    }, "ready");
    announcer.setDaemon(true);
    announcer.start();
    try {
      announcer.join(READY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
