package dev.gatehouse.bench.fuzz;

import dev.gatehouse.bench.Arguments;
import dev.gatehouse.bench.BuiltHost;
import dev.gatehouse.bench.PluginJar;
import dev.gatehouse.bench.Redis;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Vitals;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.plugin.VersionedPlugin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Sends the built host a great many messages that are nearly right, and prints what came of them. A run is bounded by its time and by
 * {@value #MOST} messages; message number n is the same whenever the seed is.
 *
 * <p>{@code Fuzz ROOT [SECONDS [SEED [FAMILY... | NUMBER...]]]}, where ROOT is the repository with its built jars, FAMILY leaves only
 * messages of these {@linkplain Family families}, and NUMBER sends just these messages, to repeat what a run has found. Exit status 1
 * when there is a fault.
 */
public final class Fuzz {

  private static final long MOST = 5_000_000;
  private static final int WORKERS = 24;
  private static final int MOST_KINDS_OF_FAULTS = 100;
  private static final long LOOK_MILLIS = 200;
  private static final long SETTLE_MILLIS = 20_000;
  private static final String CONFIG = """
      "calls": {"timeout": "1s"}, "sessions": {"perTenant": 2000, "idle": "5s"}""";

  private final Workbench bench;
  private final int seconds;
  private final int seed;
  private final List<Long> numbers;
  private final Set<String> families;
  private final Report report = new Report();
  private final AtomicLong next = new AtomicLong();

  private Fuzz(Workbench bench, String[] args) {
    this.bench = bench;
    this.seconds = Arguments.number(args, 1, "SECONDS", 60);
    this.seed = Arguments.number(args, 2, "SEED", ThreadLocalRandom.current().nextInt(1, 999_999));
    List<String> rest = args.length < 4 ? List.of() : Arrays.asList(args).subList(3, args.length);
    this.numbers = rest.stream().filter(word -> word.matches("\\d{1,10}")).map(Long::valueOf).toList();
    this.families = rest.stream().filter(word -> !word.matches("\\d{1,10}")).map(Fuzz::family).collect(Collectors.toSet());
  }

  private static String family(String word) {
    return Arrays.stream(Family.values()).map(Family::toString).filter(word::equals).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("FAMILY '" + word + "' is none of " + Arrays.toString(Family.values())));
  }

  /** See the class. */
  public static void main(String[] args) throws IOException {
    Workbench.exit(args[0], bench -> new Fuzz(bench, args).run());
  }

  private boolean run() throws IOException, InterruptedException {
    System.out.printf("seed %d, %d s, %s%n", seed, seconds,
        numbers.isEmpty() ? families.isEmpty() ? "all families" : families : "messages " + numbers);
    RedisProcess redis = RedisProcess.start(bench);
    BuiltHost host = host(redis);
    Keyring keys;
    try (Redis connection = redis.connect()) {
      keys = Keyring.create(connection, seed);
    }
    fuzz(host, keys);
    report.print();
    return report.good();
  }

  private BuiltHost host(RedisProcess redis) throws IOException {
    BuiltHost host = new BuiltHost(bench, redis, CONFIG);
    host.putMath(Keyring.TENANT);
    host.put(Keyring.TENANT, "everything", bench.built("src/plugins/everything/target/everything.jar"));
    host.put(Keyring.OTHER_TENANT, "math",
        PluginJar.write(bench.file("other.jar"), VersionedPlugin.class, Map.of(VersionedPlugin.FILE, Checks.OTHER_TENANT)));
    host.start();
    return host;
  }

  private void fuzz(BuiltHost host, Keyring keys) throws IOException, InterruptedException {
    Control control = new Control(host.port(), keys.control(), report);
    Thread caller = start("control", control);
    LogWatch log = new LogWatch(host.log(), keys.secrets(), report);
    Thread.sleep(LOOK_MILLIS);
    Vitals before = Vitals.of(host);
    long began = System.nanoTime();
    List<Thread> workers = workers(host, keys);
    watch(host, log, workers, began);
    double took = (System.nanoTime() - began) / 1e9;
    control.stop();
    caller.join();
    System.out.printf("%d messages in %.0f s, %.0f a second; %s%n", report.messages(), took, report.messages() / took, control);
    System.out.printf("the host before: %s%n", before);
    if (host.process().isAlive()) {
      Thread.sleep(SETTLE_MILLIS);
      after(host, log);
    }
  }

  private void after(BuiltHost host, LogWatch log) throws InterruptedException {
    try {
      System.out.printf("the host after:  %s, %d lines of log%n", Vitals.of(host), log.lines());
    } catch (IOException e) {
      report.fault("the admin port did not answer", e.toString());
    }
  }

  private List<Thread> workers(BuiltHost host, Keyring keys) {
    Messages messages = new Messages(seed, keys);
    Checks checks = new Checks(keys.secrets());
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < (numbers.isEmpty() ? WORKERS : 1); i++) {
      workers.add(start("worker", () -> work(host, new Worker(host.port(), checks, report, Worker.RAW_MILLIS), messages, end)));
    }
    return workers;
  }

  private void work(BuiltHost host, Worker worker, Messages messages, long end) {
    try (worker) {
      if (!numbers.isEmpty()) {
        numbers.forEach(number -> send(worker, messages, number));
        return;
      }
      while (System.nanoTime() < end && next.get() < MOST && host.process().isAlive() && report.kindsOfFaults() < MOST_KINDS_OF_FAULTS) {
        send(worker, messages, next.getAndIncrement());
      }
    }
  }

  /** A fault of the fuzzer's own is one, too: a worker that ends quietly would look like a good host. */
  private void send(Worker worker, Messages messages, long number) {
    try {
      Message message = messages.get(number);
      if (families.isEmpty() || families.contains(message.family().toString())) {
        worker.send(message);
      }
    } catch (RuntimeException e) {
      report.fault("the fuzzer itself failed: " + e, "at message #" + number + ", in " + e.getStackTrace()[0]);
    }
  }

  /** Looks at the log and at the process until the workers have ended. */
  private void watch(BuiltHost host, LogWatch log, List<Thread> workers, long began) throws IOException, InterruptedException {
    long since = 0;
    while (workers.stream().anyMatch(Thread::isAlive)) {
      long sent = Math.max(0, next.get() - WORKERS);
      Thread.sleep(LOOK_MILLIS);
      log.look(since, next.get());
      since = sent;
      if (!host.process().isAlive()) {
        report.fault("the host has ended", "after " + (System.nanoTime() - began) / 1_000_000_000 + " s, at about message #" + next.get());
        break;
      }
    }
    for (Thread worker : workers) {
      worker.join();
    }
    log.look(since, next.get());
  }

  private static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
