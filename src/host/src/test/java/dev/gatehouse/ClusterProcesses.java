package dev.gatehouse;

import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.http.McpClient;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.redis.RedisExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** An edge and workers as processes of their own, on one machine. */
final class ClusterProcesses {

  /** Long enough for every check of a test, and no secret. */
  static final String SECRET = "a secret of the tests, 32 characters or more";

  private final Path folder;
  private final RedisExtension redis;
  private final String host;
  private final int port;
  private final int http;
  private final int admin;
  private int workers;
  private String more = "";

  /** Starts nothing yet. The nodes listen on this address. */
  ClusterProcesses(Path folder, RedisExtension redis, String host) throws IOException {
    this.folder = folder;
    this.redis = redis;
    this.host = host;
    port = RedisExtension.freeNodePort();
    http = RedisExtension.freePort();
    admin = RedisExtension.freePort();
  }

  /** What the configuration of every node has in addition: members of its JSON object. */
  ClusterProcesses with(String members) {
    more = ", " + members;
    return this;
  }

  /** Starts the edge. */
  JarProcess edge() throws IOException {
    Path file = Files.writeString(Files.createDirectories(folder.resolve("edge")).resolve("edge.json"), """
        { "http": {"port": %d}, "admin": {"port": %d}, "redis": {"url": "%s"}, "plugins": {"dir": "none"},
          "cluster": {"host": "%s", "port": %d, "secret": "%s"}%s }
        """.formatted(http, admin, redis.url(), host, port, SECRET, more));
    return JarProcess.start(file.getParent(), "run", "--role", "edge", file.toString());
  }

  /** A configuration of another worker, in a folder of its own, with these jars by tenant. */
  Path worker(String address, Map<String, Path> jars) throws IOException {
    Path home = Files.createDirectories(folder.resolve("worker-" + ++workers));
    for (Map.Entry<String, Path> jar : jars.entrySet()) {
      Path tenant = Files.createDirectories(home.resolve("tools-plugins").resolve(jar.getKey()));
      Files.copy(jar.getValue(), tenant.resolve(jar.getValue().getFileName()));
    }
    return Files.writeString(home.resolve("worker.json"), """
        { "admin": {"port": 0}, "cluster": {"host": "%s", "port": %d, "members": ["%s:%d"], "secret": "%s"}%s }
        """.formatted(address, RedisExtension.freeNodePort(), host, port, SECRET, more));
  }

  /** Starts a worker. */
  static JarProcess start(Path worker, String... options) {
    return JarProcess.startWithOptions(worker.getParent(), concat("-XX:TieredStopAtLevel=1", options), "run", "--role", "worker",
        worker.toString());
  }

  private static List<String> concat(String first, String... rest) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(rest));
    return all;
  }

  /** A jar of a plugin with these members. */
  Path jar(String name, String members) throws IOException {
    return PluginJars.jar(Files.createDirectories(folder.resolve("jars")), name, PluginJars.plugin(members));
  }

  /** A caller with a key that may use all tools of a tenant. */
  McpClient caller(String tenant) {
    NewKey key = NewKey.create(new SecureRandom());
    List<String> words = new ArrayList<>(List.of("HSET", "mcp:key:" + key.id()));
    key.fields(Map.of("tenant", tenant, "tools", "*")).forEach((name, value) -> words.addAll(Arrays.asList(name, value)));
    redis.cli(words.toArray(String[]::new));
    return McpClient.of("http://127.0.0.1:" + http + "/mcp").key(key.text());
  }

  /** What the edge's admin port says. */
  String health() {
    return McpClient.of("http://127.0.0.1:" + admin + "/health/ready").send("GET", "").text();
  }

  /** Waits until a tool can be called. */
  static void awaitTool(McpClient caller, String tool, String arguments) {
    JarProcess.await(tool, () -> {
      try {
        McpClient.Reply reply = caller.call(tool, arguments);
        return reply.status() == 200 && reply.json().has("result") && !reply.json().at("/result/isError").asBoolean();
      } catch (UncheckedIOException away) {
        return false;
      }
    });
  }

  /** Callers that call a tool over and over, from several threads, and remember how each call ended. */
  static final class Load implements AutoCloseable {

    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger maybe = new AtomicInteger();
    final AtomicInteger busy = new AtomicInteger();
    final List<String> other = new ArrayList<>();
    volatile long longestMillis;
    private final CountDownLatch ended;
    private volatile boolean stopped;

    Load(int threads, McpClient caller, String tool, String arguments) {
      ended = new CountDownLatch(threads);
      for (int i = 0; i < threads; i++) {
        Thread thread = new Thread(() -> run(caller, tool, arguments), "load-" + i);
        thread.setDaemon(true);
        thread.start();
      }
    }

    private void run(McpClient caller, String tool, String arguments) {
      while (!stopped) {
        long began = System.nanoTime();
        count(outcome(caller, tool, arguments), (System.nanoTime() - began) / 1_000_000);
      }
      ended.countDown();
    }

    private static String outcome(McpClient caller, String tool, String arguments) {
      try {
        McpClient.Reply reply = caller.call(tool, arguments);
        return reply.status() + " " + reply.text();
      } catch (RuntimeException e) {
        return e.toString();
      }
    }

    private synchronized void count(String outcome, long millis) {
      longestMillis = Math.max(longestMillis, millis);
      if (outcome.startsWith("503 ") && outcome.contains("no worker")) {
        busy.incrementAndGet();
        LockSupport.parkNanos(20_000_000);
      } else if (outcome.startsWith("200 ") && outcome.contains("may or may not have run")) {
        maybe.incrementAndGet();
      } else if (outcome.startsWith("200 ") && !outcome.contains("\"isError\":true") && outcome.contains("\"result\"")) {
        answered.incrementAndGet();
      } else {
        other.add(outcome);
      }
    }

    /** Waits for some more answers. */
    Load more(int answers) {
      int before = answered.get();
      JarProcess.await("answers", () -> answered.get() >= before + answers);
      return this;
    }

    @Override
    public void close() {
      stop();
    }

    /** Lets all callers end. */
    void stop() {
      stopped = true;
      try {
        ended.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public synchronized String toString() {
      return "answered " + answered + ", may or may not have run " + maybe + ", busy " + busy + ", other " + other + ", longest "
          + longestMillis + " ms";
    }
  }
}
