package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import dev.gatehouse.plugin.PluginJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A jar is replaced again and again while many connections call it: every call is answered, by one version or the other.
 * {@code -Dgatehouse.swaps=50 -Dgatehouse.connections=64} makes it longer.
 */
final class SwapUnderLoadIT {

  private static final int SWAPS = Integer.getInteger("gatehouse.swaps", 6);
  private static final int CONNECTIONS = Integer.getInteger("gatehouse.connections", 16);

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "tenants": { "open": { "anonymous": { "tools": "*" } } } }
      """);

  @TempDir
  private Path workbench;
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
  private volatile boolean enough;

  private Path version(String name) {
    return PluginJars.jar(workbench, name, PluginJars.plugin("@Tool public String add(int a, int b) throws Exception {"
        + " if (a == 0) { Thread.sleep(20); } return (a + b) + \" " + name + "\"; }"));
  }

  private void put(Path jar) throws IOException {
    Path folder = Files.createDirectories(host.plugins().resolve("open"));
    Path hidden = Files.copy(jar, folder.resolve(".new"), StandardCopyOption.REPLACE_EXISTING);
    Files.move(hidden, folder.resolve("math.jar"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private McpClient client() {
    return McpClient.of(host.url() + "/t/open/mcp");
  }

  private void caller(int number) {
    while (!enough) {
      String answer;
      try {
        McpClient.Reply reply = client().call("add", "{\"a\": " + number % 2 + ", \"b\": 5}");
        answer = reply.status() == 200 && reply.toolText() != null ? reply.toolText() : reply.status() + " " + reply.text();
      } catch (RuntimeException e) {
        answer = e.toString();
      }
      answers.computeIfAbsent(answer, a -> new LongAdder()).increment();
    }
  }

  private void awaitVersion(String name) throws InterruptedException {
    eventually(() -> {
      McpClient.Reply reply = client().call("add", "{\"a\": 1, \"b\": 5}");
      return reply.status() == 200 && ("6 " + name).equals(reply.toolText());
    });
  }

  /** Replaces the jar, and waits until callers of both kinds have been answered by it. */
  private void swap(Path jar, String name) throws Exception {
    long five = answered("5 " + name);
    long six = answered("6 " + name);
    put(jar);
    awaitVersion(name);
    eventually(() -> answered("5 " + name) > five && answered("6 " + name) > six);
  }

  private long answered(String answer) {
    LongAdder count = answers.get(answer);
    return count == null ? 0 : count.sum();
  }

  @Test
  void no_call_fails_while_the_jar_is_replaced() throws Exception {
    Path[] versions = {version("one"), version("two")};
    put(versions[0]);
    awaitVersion("one");
    ExecutorService callers = Executors.newFixedThreadPool(CONNECTIONS);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      int number = i;
      running.add(callers.submit(() -> caller(number)));
    }

    for (int i = 1; i <= SWAPS; i++) {
      swap(versions[i % 2], i % 2 == 0 ? "one" : "two");
    }
    enough = true;
    for (Future<?> caller : running) {
      caller.get(60, TimeUnit.SECONDS);
    }
    callers.shutdown();

    System.err.println(SWAPS + " swaps under " + CONNECTIONS + " connections: " + answers);
    assertThat(answers).containsOnlyKeys("5 one", "5 two", "6 one", "6 two");
  }
}
