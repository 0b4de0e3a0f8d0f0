package dev.gatehouse.redis;

import dev.gatehouse.config.ClusterConfig;
import dev.gatehouse.redis.embedded.FreePort;
import dev.gatehouse.redis.embedded.RedisProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Redis for a test class: the one that {@code REDIS_URL} names, or a process of the class's own. There is no third way:
 * without a Redis the tests fail.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final RedisExtension redis = new RedisExtension();
 * }</pre>
 */
public final class RedisExtension implements BeforeAllCallback, AfterAllCallback {

  private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();
  /** Which of the processes that run tests at the same time this is, from 1. */
  private static final int FORK = Integer.getInteger("gatehouse.fork", 1);
  private static final int ANSWER_MILLIS = 30_000;

  private final String given;
  private final List<String> more;
  private TestRedis own;
  private TestCluster cluster;
  private boolean isGiven;

  /** The Redis of {@code REDIS_URL} if that is set, else one of its own. {@link #flush()} empties its database. */
  public RedisExtension() {
    this(System.getenv("REDIS_URL"));
  }

  /** A cluster that the test starts and ends itself. */
  public static RedisExtension of(TestCluster cluster) {
    RedisExtension redis = new RedisExtension(null);
    redis.cluster = cluster;
    redis.isGiven = true;
    return redis;
  }

  private RedisExtension(String given, String... more) {
    this.more = List.of(more);
    this.given = given == null || given.isBlank() ? null : given;
  }

  /** Always a server of its own, for tests that stop or pause it. */
  public static RedisExtension ofItsOwn() {
    return new RedisExtension(null);
  }

  /** A server of its own with more on its command line: a configuration file, or options and their values. */
  public static RedisExtension with(String... more) {
    return new RedisExtension(null, more);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    if (isGiven) {
      return;
    }
    if (context != null && context.getRequiredTestClass().isAnnotationPresent(OnCluster.class)) {
      cluster = TestCluster.shared();
    } else if (given == null) {
      own = new TestRedis(freePort(), Files.createTempDirectory("gatehouse-redis"), more);
      own.start();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (own != null) {
      own.remove();
    }
    own = null;
    cluster = isGiven ? cluster : null;
  }

  /** A port that nothing listens on, that nobody is given by chance, and that no other test of this or the other process gets. */
  public static int freePort() throws IOException {
    int port = FreePort.any();
    while (port % 2 != FORK % 2 || !TAKEN.add(port)) {
      port = FreePort.any();
    }
    return port;
  }

  /** The same for an edge or a worker: the port of its event bus, {@link ClusterConfig#BUS_PORT} above this one, is free and taken too. */
  public static int freeNodePort() throws IOException {
    int port = freePort();
    while (!isFree(port + ClusterConfig.BUS_PORT) || !TAKEN.add(port + ClusterConfig.BUS_PORT)) {
      port = freePort();
    }
    return port;
  }

  private static boolean isFree(int port) {
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return free.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** For {@code redis.url}. */
  public String url() {
    return cluster != null ? cluster.url() : given != null ? given : "redis://127.0.0.1:" + own.port();
  }

  /** The same for a user, written as {@code name:password}. */
  public String url(String user) {
    return url().replaceFirst("(?<=://)", user + '@');
  }

  /** The port of {@link #url()}. */
  public int port() {
    int port = cluster != null ? cluster.port(0) : URI.create(url()).getPort();
    return port == -1 ? 6379 : port;
  }

  /** For {@code redis.url}, by way of a socket in the file system. */
  public String socketUrl() {
    return "unix://" + own().socket();
  }

  /**
   * Does what {@code redis-cli} does with the same words.
   *
   * @return the reply as text: a number in digits, a list with an item per line, nil as an empty string, an error as it is
   */
  public String cli(String... words) {
    if (cluster != null) {
      return cluster.cli(words);
    }
    URI uri = URI.create(url());
    try (RedisProbe probe = new RedisProbe(uri.getHost(), port(), ANSWER_MILLIS)) {
      logIn(probe, uri);
      return text(probe.ask(words));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void logIn(RedisProbe probe, URI uri) throws IOException {
    if (uri.getUserInfo() != null) {
      String[] parts = uri.getUserInfo().split(":", 2);
      probe.ask("AUTH", parts[0].isEmpty() ? "default" : parts[0], parts[1]);
    }
    if (uri.getPath().length() > 1) {
      probe.ask("SELECT", uri.getPath().substring(1));
    }
  }

  /** How often it has run these commands since its start, each named as {@code INFO commandstats} names it. */
  public long commands(String... names) {
    Set<String> wanted = Set.of(names);
    return cli("INFO", "commandstats").lines().filter(line -> line.startsWith("cmdstat_"))
        .filter(line -> wanted.contains(line.substring("cmdstat_".length(), line.indexOf(':'))))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1"))).sum();
  }

  static String text(Object reply) {
    if (reply instanceof List<?> items) {
      return items.stream().map(RedisExtension::text).collect(Collectors.joining("\n"));
    }
    return reply == null ? "" : reply.toString();
  }

  /** Empties the database. */
  public void flush() {
    cli("FLUSHDB");
  }

  /** Ends the server; what it holds is kept for {@link #start()}. */
  public void stop() throws IOException {
    if (cluster != null) {
      cluster.stopAll();
      return;
    }
    own().stop();
  }

  /** Starts it again, on the same port with the same data. */
  public void start() throws IOException {
    if (cluster != null) {
      cluster.startAll();
      return;
    }
    own().start();
  }

  /** Lets it hang: connections stay open and nothing is answered. */
  public void pause() throws IOException {
    if (cluster != null) {
      cluster.signalAll("STOP");
      return;
    }
    own().signal("STOP");
  }

  /** Lets it go on after {@link #pause()}. */
  public void resume() throws IOException {
    if (cluster != null) {
      cluster.resumeAll();
      return;
    }
    own().signal("CONT");
  }

  /** Its process. */
  public long processId() {
    return own().processId();
  }

  /** Its nodes, in a test that is {@link OnCluster}. */
  public TestCluster cluster() {
    return cluster;
  }

  private TestRedis own() {
    if (own == null) {
      throw new IllegalStateException("this is not ours to stop; use RedisExtension.ofItsOwn()");
    }
    return own;
  }
}
