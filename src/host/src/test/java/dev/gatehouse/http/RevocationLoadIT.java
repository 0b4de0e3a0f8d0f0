package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.gatehouse.TestHost;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what revocations cost a host with many open streams: the processor, a neighbour's calls, and how late each stream of a revoked
 * key ends. Runs when it is asked for: {@code mvn verify -Dit.test=RevocationLoadIT -Dgatehouse.measure=8000 -Dgatehouse.revocations=100},
 * which is how many streams and how many revocations a second. It needs two open files a stream.
 */
@EnabledIfSystemProperty(named = "gatehouse.measure", matches = "\\d+")
class RevocationLoadIT {

  private static final Logger LOG = LoggerFactory.getLogger(RevocationLoadIT.class);
  private static final int STREAMS = Integer.getInteger("gatehouse.measure", 0);
  private static final int PER_SECOND = Integer.getInteger("gatehouse.revocations", 100);
  private static final int KEYS = Integer.getInteger("gatehouse.keys", 1_000);
  private static final int SECONDS = 10;
  /** One in so many revocations is of a key with streams. */
  private static final int ONE_IN = 5;
  private static final int CALLERS = 4;
  private static final long CALL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private final List<String> keys = new ArrayList<>();

  @Test
  void revocations_beside_many_streams() throws Exception {
    try (OpenStreams streams = new OpenStreams(host.url())) {
      for (int i = 0; i < KEYS; i++) {
        keys.add(host.key("demo", "tools", "*", "owner", "owner" + i));
      }
      for (int i = 0; i < STREAMS; i++) {
        streams.open(keys.get(i % KEYS));
      }
      streams.listen();
      List<McpClient> neighbours =
          IntStream.range(0, CALLERS).mapToObj(i -> McpClient.of(host.url() + "/mcp").key(host.key("demo", "tools", "*"))).toList();
      IntConsumer untracked = i -> host.redis().cli("SADD", "untracked", "somebody" + i);
      phase("warm", neighbours, untracked);
      phase("quiet", neighbours, untracked);
      phase("unrelated revocations", neighbours, i -> host.redis().cli("SADD", "mcp:revoked", "somebody" + i));
      phase("quiet again", neighbours, untracked);
      Map<String, Long> revoked = new LinkedHashMap<>();
      phase("revocations, one in " + ONE_IN + " of a key with streams", neighbours, i -> {
        String key = keys.get(i / ONE_IN % KEYS);
        boolean related = i % ONE_IN == 0 && i / ONE_IN < KEYS;
        long at = System.nanoTime();
        host.redis().cli("SADD", "mcp:revoked", related ? TestHost.idOf(key) : "another" + i);
        if (related) {
          revoked.put(key, at);
        }
      });
      Thread.sleep(2_000);
      List<Double> late = new ArrayList<>();
      revoked.forEach((key, at) -> late.add(streams.end(key) == null ? Double.POSITIVE_INFINITY : (streams.end(key) - at) / 1e6));
      report("last stream of a key ended after its SADD", late);
      assertThat(late).isNotEmpty().doesNotContain(Double.POSITIVE_INFINITY);
      phase("quiet in the end", neighbours, untracked);
    }
  }

  private static void phase(String what, List<McpClient> neighbours, IntConsumer disturb) throws Exception {
    long cpu = cpuNanos();
    long reads = reads();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    List<CompletableFuture<List<Double>>> calling = neighbours.stream()
        .map(client -> CompletableFuture.supplyAsync(() -> call(client, end), task -> new Thread(task).start())).toList();
    CompletableFuture<Integer> disturbing = CompletableFuture.supplyAsync(() -> disturb(disturb, end), task -> new Thread(task).start());
    List<Double> millis = Collections.synchronizedList(new ArrayList<>());
    for (CompletableFuture<List<Double>> one : calling) {
      millis.addAll(one.get());
    }
    int sent = disturbing.get();
    LOG.warn("{}: {} streams, {} disturbances in {} s, {} s of processor, {} reads of Redis", what, STREAMS, sent, SECONDS,
        (cpuNanos() - cpu) / 1e9, reads() - reads);
    report("a neighbour's call", millis);
  }

  private static int disturb(IntConsumer disturb, long end) {
    int sent = 0;
    long begun = System.nanoTime();
    while (System.nanoTime() < end) {
      disturb.accept(sent++);
      LockSupport.parkNanos(begun + sent * (TimeUnit.SECONDS.toNanos(1) / PER_SECOND) - System.nanoTime());
    }
    return sent;
  }

  private static List<Double> call(McpClient client, long end) {
    List<Double> millis = new ArrayList<>();
    while (System.nanoTime() < end) {
      long begun = System.nanoTime();
      boolean served = client.call("add", "{\"a\": 2, \"b\": 3}").status() == 200;
      millis.add(served ? (System.nanoTime() - begun) / 1e6 : Double.POSITIVE_INFINITY);
      LockSupport.parkNanos(CALL_NANOS);
    }
    return millis;
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
  }

  private static long reads() {
    return host.redis().commands("hgetall", "pttl", "smismember");
  }

  private static void report(String what, List<Double> millis) {
    List<Double> sorted = millis.stream().sorted().toList();
    LOG.warn("{}, {} times, {} of them never, ms: p50 {} p99 {} max {}", what, sorted.size(),
        sorted.stream().filter(ms -> ms.isInfinite()).count(),
        sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 99 / 100), sorted.get(sorted.size() - 1));
  }
}
