package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how late a key's end is, with 50 open streams and 100,000 other keys in Redis that expire meanwhile. It takes minutes and
 * asks for a calm machine, so it runs when it is asked for: {@code mvn verify -Dit.test=RevocationTimeIT -Dgatehouse.measure=1000}.
 */
@EnabledIfSystemProperty(named = "gatehouse.measure", matches = "\\d+")
class RevocationTimeIT {

  private static final Logger LOG = LoggerFactory.getLogger(RevocationTimeIT.class);
  private static final int TRIALS = Integer.getInteger("gatehouse.measure", 0);
  private static final int STREAMS = 50;
  private static final int OTHERS = 100_000;
  private static final int AT_ONCE = 2_000;
  private static final long LEAD_MILLIS = 120;
  private static final String OTHER_KEYS = """
      for i = tonumber(ARGV[1]), tonumber(ARGV[2]) do
        local key = 'mcp:key:other' .. i
        redis.call('HSET', key, 'tenant', 'demo', 'salt', 'x', 'hash', 'y')
        redis.call('PEXPIRE', key, 1000 + (i * 7919) % 300000)
      end
      return redis.call('DBSIZE')""";

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private record Open(String key, SseClient stream) {
  }

  @BeforeAll
  static void many_other_keys() {
    String size = "";
    for (int from = 1; from < OTHERS; from += AT_ONCE) {
      size = host.redis().cli("EVAL", OTHER_KEYS, "0", "" + from, "" + (from + AT_ONCE - 1));
    }
    LOG.warn("keys in Redis: {}", size);
  }

  private static Open open() {
    String key = host.key("demo", "tools", "*");
    SseClient stream = SseClient.open(host.url() + "/sse", key);
    stream.next();
    return new Open(key, stream);
  }

  private static int add(String key) {
    return McpClient.of(host.url() + "/mcp").key(key).call("add", "{\"a\": 2, \"b\": 3}").status();
  }

  @Test
  void after_sadd() throws Exception {
    List<Double> accepted = new ArrayList<>();
    List<Double> closed = new ArrayList<>();
    Deque<Open> open = new ArrayDeque<>();
    for (int i = 0; i < STREAMS + TRIALS; i++) {
      open.add(open());
      if (i < STREAMS) {
        continue;
      }
      Open one = open.remove();
      assertThat(add(one.key())).isEqualTo(200);
      CompletableFuture<Long> end = CompletableFuture.supplyAsync(() -> endOf(one.stream()));
      CompletableFuture<Long> last = CompletableFuture.supplyAsync(() -> lastAccepted(one.key()));
      Thread.sleep(10);
      long at = System.nanoTime();
      host.redis().cli("SADD", "mcp:revoked", TestHost.idOf(one.key()));
      accepted.add((last.get(10, TimeUnit.SECONDS) - at) / 1e6);
      closed.add((end.get(10, TimeUnit.SECONDS) - at) / 1e6);
    }
    open.forEach(left -> left.stream().close());
    report("last accepted call after SADD", accepted);
    report("stream closed after SADD", closed);
  }

  /** Calls without a pause until a call is refused; when the last good answer came. */
  private static long lastAccepted(String key) {
    long last = System.nanoTime();
    while (add(key) == 200) {
      last = System.nanoTime();
    }
    return last;
  }

  private static long endOf(SseClient stream) {
    SseClient.Event event = stream.next();
    while (event != null) {
      event = stream.next();
    }
    return System.nanoTime();
  }

  @Test
  void at_exp() throws Exception {
    expiry("exp", (key, end) -> host.redis().cli("HSET", "mcp:key:" + TestHost.idOf(key), "exp", end.toString()));
  }

  @Test
  void at_the_end_of_the_native_ttl() throws Exception {
    expiry("TTL", (key, end) -> host.redis().cli("PEXPIREAT", "mcp:key:" + TestHost.idOf(key), "" + end.toEpochMilli()));
  }

  private static void expiry(String how, BiConsumer<String, Instant> set) throws Exception {
    List<Double> accepted = new ArrayList<>();
    List<Double> closed = new ArrayList<>();
    for (int i = 0; i < TRIALS / 2; i++) {
      Open one = open();
      CompletableFuture<Long> closing = CompletableFuture.supplyAsync(() -> endOf(one.stream()));
      Instant end = Instant.ofEpochMilli(System.currentTimeMillis() + LEAD_MILLIS);
      long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LEAD_MILLIS);
      set.accept(one.key(), end);
      accepted.add((lastAccepted(one.key()) - at) / 1e6);
      closed.add((closing.get(10, TimeUnit.SECONDS) - at) / 1e6);
    }
    report("last accepted call after " + how, accepted);
    report("stream closed after " + how, closed);
  }

  private static void report(String what, List<Double> millis) {
    List<Double> sorted = millis.stream().sorted().toList();
    LOG.warn("{}, {} trials, ms: min {} p50 {} p99 {} max {}", what, sorted.size(), sorted.get(0), sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() * 99 / 100), sorted.get(sorted.size() - 1));
  }
}
