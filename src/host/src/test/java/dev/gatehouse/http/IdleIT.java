package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a host does while nobody calls it. */
final class IdleIT {

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private static final int STREAMS = 20;
  private static final long WINDOW_MILLIS = 1_000;
  /** PING and its answer four times a second, the flush of the ledger five times, and what looks every few seconds; twice that. */
  private static final int MOST_WAKE_UPS = 40;
  private static final String EVENT_LOOPS = "vert.x-eventloo";
  private static final String SWITCHES = "voluntary_ctxt_switches:";

  private final String key = host.key("demo", "tools", "*");

  /** How often the event loops have waited so far, as the kernel counts. */
  private static long waits() {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      return threads.mapToLong(IdleIT::waits).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long waits(Path thread) {
    try {
      return !Files.readString(thread.resolve("comm")).startsWith(EVENT_LOOPS) ? 0 : Files.readAllLines(thread.resolve("status")).stream()
          .filter(line -> line.startsWith(SWITCHES)).mapToLong(line -> Long.parseLong(line.substring(SWITCHES.length()).strip())).sum();
    } catch (NoSuchFileException ended) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isQuiet() {
    long before = waits();
    try {
      Thread.sleep(WINDOW_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return waits() - before <= MOST_WAKE_UPS;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void its_event_loops_sleep_also_while_streams_are_open() throws InterruptedException {
    assertThat(waits()).isPositive();
    eventually(IdleIT::isQuiet);
    List<SseClient> streams = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      streams.add(SseClient.listen(host.url() + "/mcp", key));
    }
    eventually(IdleIT::isQuiet);
    streams.forEach(SseClient::close);
  }

  @Test
  void streams_that_are_closed_leave_nothing_open() throws InterruptedException {
    LegacyClient session = LegacyClient.open(McpClient.of(host.url() + "/mcp").key(key), "2025-11-25");
    int before = host.watched();
    List<SseClient> streams = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      streams.add(SseClient.listen(host.url() + "/mcp", key));
      streams.add(SseClient.open(host.url() + "/sse", key));
    }
    streams.add(SseClient.ofSession(host.url() + "/mcp", key, session.session()));
    assertThat(host.watched()).isGreaterThan(before + 2 * STREAMS);
    streams.forEach(SseClient::close);
    eventually(() -> host.watched() <= before);
  }
}
