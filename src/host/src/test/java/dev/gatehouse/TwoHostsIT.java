package dev.gatehouse;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two host processes on one Redis count one limit. */
@Timeout(180)
@ExtendWith(SameDay.class)
class TwoHostsIT {

  private static final int CALLERS = 64;
  private static final int PER_SECOND = 20;
  private static final Duration LOAD = Duration.ofSeconds(10);
  /** Large enough that hosts lease from it. */
  private static final int LEASED = 5_000;
  private static final int LEASED_MILLIS = 2_500;
  private static final Duration LEASED_LOAD = Duration.ofSeconds(Integer.getInteger("gatehouse.leased.seconds", 5));

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

  private static String key(String rate) {
    NewKey key = NewKey.create(new SecureRandom());
    List<String> words = new ArrayList<>(List.of("HSET", "mcp:key:" + key.id()));
    key.fields(Map.of("tenant", "demo", "tools", "*", "rate", rate))
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

  /** Returns how many seconds it took. */
  private double load(int[] ports, String key, Duration time) throws InterruptedException {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    long begin = System.nanoTime();
    for (int i = 0; i < CALLERS; i++) {
      McpClient client = McpClient.of("http://127.0.0.1:" + ports[i % 2] + "/mcp").key(key);
      callers.execute(() -> call(client, begin + time.toNanos()));
    }
    callers.shutdown();
    assertThat(callers.awaitTermination(time.toSeconds() + 120, TimeUnit.SECONDS)).isTrue();
    return (System.nanoTime() - begin) / 1e9;
  }

  /** While this machine stands still no command is answered in time; the call that waits for it is answered with 503. */
  private void assumeNoPause(JarProcess... hosts) {
    assumeTrue(other.sum() == 0 || Stream.of(hosts).noneMatch(host -> host.err().contains("no answer for 2000 ms")),
        "this machine stood still for two seconds, which costs calls");
  }

  @Test
  void sixty_four_callers_of_two_processes_never_exceed_the_limit_by_more_than_the_burst() throws Exception {
    int[] ports = {RedisExtension.freePort(), RedisExtension.freePort()};
    JarProcess[] hosts = {host("one", ports[0]), host("two", ports[1])};
    double seconds = load(ports, key(PER_SECOND + "/1s"), LOAD);
    String calls = Long.toString(accepted.sum());
    eventually(() -> redis.cli("XLEN", "mcp:audit:{demo}").equals(calls));
    eventually(() -> refusals() == limited.sum() || other.sum() > 0);
    for (JarProcess host : hosts) {
      assertThat(host.signal("TERM").exit()).isZero();
    }

    System.out.printf("two hosts, %d callers, %d/s for %.2f s: %d accepted, %d limited, %d other%n", CALLERS, PER_SECOND, seconds,
        accepted.sum(), limited.sum(), other.sum());
    assertThat(accepted.sum()).isLessThanOrEqualTo((long) Math.ceil(PER_SECOND * seconds) + PER_SECOND);
    assumeNoPause(hosts);
    assertThat(other.sum()).isZero();
    assertThat(limited.sum()).as("there was more asked for than the limit").isPositive();
    assertThat(accepted.sum()).isGreaterThan(PER_SECOND);
    assertThat(redis.cli("XLEN", "mcp:audit:{demo}")).as("every call of both is in the audit, once").isEqualTo(calls);
    assertThat(refusals()).as("and every refusal of both in one line").isEqualTo(limited.sum());
  }

  /** The property {@code gatehouse.leased.seconds} makes it longer. {@code LoopLimiterIT} asks for more calls than HTTP can carry here. */
  @Test
  void a_limit_that_both_lease_from_is_never_exceeded_either() throws Exception {
    int[] ports = {RedisExtension.freePort(), RedisExtension.freePort()};
    JarProcess[] hosts = {host("three", ports[0]), host("four", ports[1])};
    redis.cli("CONFIG", "RESETSTAT");
    double seconds = load(ports, key(LEASED + "/" + LEASED_MILLIS + "ms"), LEASED_LOAD);
    long scripts = redis.commands("evalsha");
    for (JarProcess host : hosts) {
      assertThat(host.signal("TERM").exit()).isZero();
    }

    double most = LEASED * (1 + seconds * 1_000 / LEASED_MILLIS);
    System.out.printf("two hosts, one leased limit, %.2f s: %d accepted of at most %.0f, %d limited, %d other, %d scripts%n", seconds,
        accepted.sum(), most, limited.sum(), other.sum(), scripts);
    assertThat(accepted.sum()).isLessThanOrEqualTo((long) most);
    assumeNoPause(hosts);
    assertThat(other.sum()).isZero();
    assertThat(accepted.sum()).isPositive();
  }
}
