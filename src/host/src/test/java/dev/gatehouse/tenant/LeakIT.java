package dev.gatehouse.tenant;

import static dev.gatehouse.tenant.LiveTenants.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Swaps under calls leave nothing behind, with a plugin that does what leaks elsewhere: thread locals that are never removed, a
 * timer, an HTTP client, a registered driver, an open resource of its own jar, logging. {@code -Dgatehouse.swaps=200} makes it longer.
 */
final class LeakIT {

  private static final int SWAPS = Integer.getInteger("gatehouse.swaps", 20);
  private static final String NAME = LiveTenants.ownName("leaky");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int WARM = 5;
  private static final int MOST_MORE_THREADS = 10;
  private static final int MOST_LOOKS = 60;
  private static final int MOST_MORE_FILES = 10;
  private static final int MOST_GROWTH_KIB = 4096;

  private int next;

  @RegisterExtension
  private final LiveTenants live = new LiveTenants();

  private static String plugin(int version) {
    return """
        private static final ThreadLocal<Held> LOCAL = new ThreadLocal<>();
        record Held(byte[] bytes) { }
        private static final System.Logger LOG = System.getLogger(Fixture.class.getName());
        private Timer timer; private java.net.http.HttpClient http; private java.sql.Driver driver;
        public void start(PluginContext c) throws Exception {
          timer = new Timer("leak-timer");
          timer.schedule(new TimerTask() { public void run() { LOCAL.set(new Held(new byte[1000])); } }, 0, 5);
          http = java.net.http.HttpClient.newHttpClient();
          driver = new FakeDriver();
          java.sql.DriverManager.registerDriver(driver);
          @SuppressWarnings("unchecked") Collection<Object> loaders =
              (Collection<Object>) System.getProperties().get("gatehouse.test.loaders");
          loaders.add(new java.lang.ref.WeakReference<>(Fixture.class.getClassLoader()));
          LOG.log(System.Logger.Level.DEBUG, "started");
        }
        public void stop() throws Exception {
          timer.cancel();
          java.sql.DriverManager.deregisterDriver(driver);
          http = null;
        }
        @Tool public String version() throws Exception {
          LOCAL.set(new Held(new byte[100_000]));
          Fixture.class.getResource("/fixture/Fixture.class").openStream().close();
          try {
            http.send(java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/")).build(),
                java.net.http.HttpResponse.BodyHandlers.discarding());
          } catch (java.io.IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "as expected", e);
          }
          return "%d";
        }
        @Tool public CompletionStage<String> later() {
          LOCAL.set(new Held(new byte[100_000]));
          return CompletableFuture.supplyAsync(() -> "x");
        }
        public static final class FakeDriver implements java.sql.Driver {
          public java.sql.Connection connect(String url, Properties p) { return null; }
          public boolean acceptsURL(String url) { return url.equals("jdbc:leak"); }
          public java.sql.DriverPropertyInfo[] getPropertyInfo(String url, Properties p) { return null; }
          public int getMajorVersion() { return 1; }
          public int getMinorVersion() { return 0; }
          public boolean jdbcCompliant() { return false; }
          public java.util.logging.Logger getParentLogger() { return null; }
        }""".formatted(version);
  }

  @Test
  void swaps_leave_nothing_behind() throws Exception {
    Collection<WeakReference<ClassLoader>> loaders = new ConcurrentLinkedQueue<>();
    System.getProperties().put("gatehouse.test.loaders", loaders);
    Path[] jars = {live.build("leaky0", plugin(0)), live.build("leaky1", plugin(1))};
    live.put("acme", NAME, jars[0]);
    live.start();
    swap(jars, WARM);
    awaitOneLeft(loaders);
    State before = State.now();

    swap(jars, SWAPS);
    awaitOneLeft(loaders);
    State after = State.now();
    // Threads of what is gone end a moment after it.
    for (int look = 0; look < MOST_LOOKS && after.threads() >= before.threads() + MOST_MORE_THREADS; look++) {
      Thread.sleep(1_000);
      after = State.now();
    }

    System.err.println(SWAPS + " swaps, " + loaders.size() + " loaders, " + left(loaders) + " left: before " + before + ", after " + after);
    assertThat(loaders).hasSize(1 + WARM + SWAPS);
    assertThat(after.threads()).isLessThan(before.threads() + MOST_MORE_THREADS);
    assertThat(after.metaspaceKib()).isLessThan(before.metaspaceKib() + MOST_GROWTH_KIB);
    assertThat(after.deletedJars()).isEmpty();
    assertThat(after.openFiles()).isLessThan(before.openFiles() + MOST_MORE_FILES);
    assertThat(LiveTenants.copies(NAME)).isEqualTo(1);
  }

  @AfterEach
  void forget_the_loaders() {
    System.getProperties().remove("gatehouse.test.loaders");
  }

  /** Under calls: they begin in one version and end in it, while the next takes its place. */
  private void swap(Path[] jars, int times) throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    List<CompletableFuture<Void>> callers = Stream.of("version", "later")
        .map(tool -> CompletableFuture.runAsync(() -> call(tool, enough), task -> new Thread(task, "caller").start())).toList();
    for (int i = 0; i < times; i++) {
      next = 1 - next;
      String version = String.valueOf(next);
      live.put("acme", NAME, jars[next]);
      await(() -> live.call("acme", "version").equals(version));
    }
    enough.set(true);
    callers.forEach(CompletableFuture::join);
  }

  private void call(String tool, AtomicBoolean enough) {
    while (!enough.get()) {
      assertThat(live.call("acme", tool)).isIn("0", "1", "x");
    }
  }

  /** Idle threads of the JDK's own pools (the common one, an HTTP client's) live on for a minute and may keep what they ran last. */
  private static void awaitOneLeft(Collection<WeakReference<ClassLoader>> loaders) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (left(loaders) != 1) {
      assertThat(System.nanoTime()).as("the time for old loaders to be collected; %d are left", left(loaders)).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  private static long left(Collection<WeakReference<ClassLoader>> loaders) {
    System.gc();
    return loaders.stream().filter(loader -> loader.get() != null).count();
  }

  /** What a leak would show in. */
  private record State(int threads, long metaspaceKib, long openFiles, List<String> deletedJars) {

    static State now() throws IOException {
      long metaspace = ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getName().equals("Metaspace"))
          .mapToLong(pool -> pool.getUsage().getUsed() >> 10).sum();
      List<String> open = open();
      return new State(ManagementFactory.getThreadMXBean().getThreadCount(), metaspace, open.size(),
          open.stream().filter(file -> file.endsWith("/" + NAME + ".jar (deleted)")).toList());
    }

    private static List<String> open() throws IOException {
      Path handles = Path.of("/proc/self/fd");
      if (!Files.isDirectory(handles)) {
        return List.of();
      }
      try (Stream<Path> links = Files.list(handles)) {
        return links.map(State::target).toList();
      }
    }

    private static String target(Path link) {
      try {
        return Files.readSymbolicLink(link).toString();
      } catch (IOException e) {
        return "";
      }
    }
  }
}
