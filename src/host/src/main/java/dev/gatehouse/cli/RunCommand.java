package dev.gatehouse.cli;

import dev.gatehouse.Host;
import dev.gatehouse.cli.process.LogEncoder;
import dev.gatehouse.cli.process.Signals;
import dev.gatehouse.cli.process.Stderr;
import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.record.ConfigException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run}: starts the host and stays until it is told to stop. */
@Command(name = "run", description = "Starts the host. Prints a line 'ready URL' when it serves; logs go to stderr.")
final class RunCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  private static final long READY_MILLIS = 1_000;

  @Parameters(arity = "0..1", paramLabel = "CONFIG", defaultValue = Main.DEFAULT_CONFIG,
      description = "The configuration. Default: ${DEFAULT-VALUE}")
  private Path config = Path.of(Main.DEFAULT_CONFIG);

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    if (LogEncoder.fault() != null) {
      spec.commandLine().getErr().println(LogEncoder.fault());
      return Main.BAD_CONFIG;
    }
    ConfigWatch watch = new ConfigWatch(config);
    HostConfig read = ConfigLoader.load(config);
    List<String> certificates = TlsFault.of(config, read);
    if (!certificates.isEmpty()) {
      certificates.forEach(spec.commandLine().getErr()::println);
      return Main.BAD_CONFIG;
    }
    Stderr.unblock();
    spec.root().commandLine().setErr(new PrintWriter(Stderr.stream(), true, Charset.defaultCharset()));
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
    Thread announcer = new Thread(() -> print(host, spec.commandLine().getOut()), "ready");
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
