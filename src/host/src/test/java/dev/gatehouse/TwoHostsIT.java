package dev.gatehouse;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.http.McpClient;
import dev.gatehouse.redis.RedisExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two host processes on one Redis count one limit. */
@Timeout(180)
class TwoHostsIT {

  private static final int CALLERS = 64;
  private static final int PER_SECOND = 20;
  private static final Duration LOAD = Duration.ofSeconds(10);

  @RegisterExtension
  static final RedisExtension redis = RedisExtension.ofItsOwn();

  @TempDir
  private Path temp;

  private final LongAdder accepted = new LongAdder();
  private final LongAdder limited = new LongAdder();
  private final LongAdder other = new LongAdder();

  private JarProcess host(String name, int port) throws IOException {
    Path folder = Files.createDirectories(temp.resolve(name));
    Files.copy(Path.of(System.getProperty("gatehouse.root"), "tools-plugins", "demo", "math.jar"),
        Files.createDirectories(folder.resolve("tools-plugins/demo")).resolve("math.jar"));
    Files.writeString(Files.createDirectories(folder.resolve("conf")).resolve("gatehouse.json"),
        "{ \"http\": {\"port\": %d}, \"admin\": {\"port\": %d}, \"redis\": {\"url\": \"%s\"} }"
            .formatted(port, RedisExtension.freePort(), redis.url()));
    return JarProcess.start(folder).ready();
  }

  private static String key() {
    NewKey key = NewKey.create(new SecureRandom());
    List<String> words = new ArrayList<>(List.of("HSET", "mcp:key:" + key.id()));
    key.fields(Map.of("tenant", "demo", "tools", "*", "rate", PER_SECOND + "/1s"))
        .forEach((name, value) -> words.addAll(List.of(name, value)));
    redis.cli(words.toArray(String[]::new));
    return key.text();
  }

  private void call(McpClient client, long end) {
    while (System.nanoTime() < end) {
      int status = client.call("add", "{\"a\": 2, \"b\": 3}").status();
      (status == 200 ? accepted : status == 429 ? limited : other).increment();
    }
  }

  private long refusals() {
    return redis.cli("HVALS", "mcp:refused:{demo}:" + LocalDate.now(ZoneOffset.UTC)).lines()
        .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf('\t')))).sum();
  }

  @Test
  void sixty_four_callers_of_two_processes_never_exceed_the_limit_by_more_than_the_burst() throws Exception {
    int[] ports = {RedisExtension.freePort(), RedisExtension.freePort()};
    JarProcess[] hosts = {host("one", ports[0]), host("two", ports[1])};
    String key = key();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    long begin = System.nanoTime();
    for (int i = 0; i < CALLERS; i++) {
      McpClient client = McpClient.of("http://127.0.0.1:" + ports[i % 2] + "/mcp").key(key);
      callers.execute(() -> call(client, begin + LOAD.toNanos()));
    }
    callers.shutdown();
    assertThat(callers.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
    double seconds = (System.nanoTime() - begin) / 1e9;
    String calls = Long.toString(accepted.sum());
    eventually(() -> redis.cli("XLEN", "mcp:audit:{demo}").equals(calls));
    for (JarProcess host : hosts) {
      assertThat(host.signal("TERM").exit()).isZero();
    }

    System.out.printf("two hosts, %d callers, %d/s for %.2f s: %d accepted, %d limited, %d other%n", CALLERS, PER_SECOND, seconds,
        accepted.sum(), limited.sum(), other.sum());
    assertThat(other.sum()).isZero();
    assertThat(limited.sum()).as("there was more asked for than the limit").isPositive();
    assertThat(accepted.sum()).isLessThanOrEqualTo((long) Math.ceil(PER_SECOND * seconds) + PER_SECOND).isGreaterThan(PER_SECOND);
    assertThat(redis.cli("XLEN", "mcp:audit:{demo}")).as("every call of both is in the audit, once").isEqualTo(calls);
    assertThat(refusals()).as("and every refusal of both in one line").isEqualTo(limited.sum());
  }
}
