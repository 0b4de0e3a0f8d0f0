package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import dev.gatehouse.auth.NewKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What keys cost Redis: one in use nothing, those that nobody made a bounded number of questions per address. All come from this one
 * address, so a test that has used up its share makes the next one's new key wait.
 */
@Timeout(300)
class StrangersIT {

  /** So many an address may present before its unknown keys are refused unasked, and so many more every second. */
  private static final int FREE = 100;
  private static final int PER_SECOND = 10;
  /** Many at once, so that also a slow machine is faster than what is free comes back. */
  private static final int CALLERS = 16;

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private final SecureRandom random = new SecureRandom();

  private static int add(String key) {
    return McpClient.of(host.url() + "/mcp").key(key).call("add", "{\"a\": 2, \"b\": 3}").status();
  }

  private static long reads() {
    long sum = 0;
    Matcher m = Pattern.compile("cmdstat_(?:hgetall|pttl|smismember):calls=(\\d+)").matcher(host.redis().cli("INFO", "commandstats"));
    while (m.find()) {
      sum += Long.parseLong(m.group(1));
    }
    return sum;
  }

  /** A key that the host has come to know: let in, and then let in unread, so that the news of its making has arrived too. */
  private static String keyInUse() throws InterruptedException {
    String key = host.key("demo", "tools", "*");
    host.redis().cli("HSET", "mcp:key:" + TestHost.idOf(key), "owner", TestHost.idOf(key));
    eventually(() -> costs(() -> add(key)) == 0 && add(key) == 200);
    return key;
  }

  /** How many questions something costs. */
  private static long costs(Runnable what) {
    long before = reads();
    what.run();
    return reads() - before;
  }

  private int unknown() {
    return add(NewKey.create(random).text());
  }

  private void flood(int sent) {
    for (int i = 0; i < sent; i++) {
      assertThat(unknown()).isEqualTo(401);
    }
  }

  private void floodAtOnce(int sent) {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<CompletableFuture<Integer>> answers = IntStream.range(0, sent).mapToObj(i -> CompletableFuture.supplyAsync(this::unknown, callers)).toList();
      assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(401));
    } finally {
      callers.shutdown();
    }
  }

  /** Until an unknown key is refused unasked. */
  private void floodUntilExhausted() throws InterruptedException {
    eventually(() -> {
      floodAtOnce(FREE / 2);
      return costs(() -> assertThat(unknown()).isEqualTo(401)) == 0;
    });
  }

  @Test
  void a_known_key_is_not_read_again() throws Exception {
    String key = keyInUse();
    // A link that was silent for a second makes the host ask once more.
    eventually(() -> costs(() -> {
      for (int i = 0; i < 100; i++) {
        assertThat(add(key)).isEqualTo(200);
      }
    }) == 0);
  }

  @Test
  void keys_that_nobody_made_do_not_become_work_for_redis_and_do_not_stop_a_key_in_use() throws Exception {
    String key = keyInUse();
    long before = reads();
    long began = System.nanoTime();
    flood(3 * FREE);
    double seconds = (System.nanoTime() - began) / 1e9;
    assertThat((reads() - before) / 3).as("three commands for each key that is asked for, in %s s", seconds)
        .isLessThanOrEqualTo(FREE + (long) (PER_SECOND * seconds) + 1);
    assertThat(add(key)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HSET mcp:key:ID name other", "HSET mcp:owner:demo:ID rate 100/1s", "SADD mcp:revoked other", "PEXPIRE mcp:key:ID 600000"})
  void a_key_in_use_that_an_operator_edits_is_no_stranger(String command) throws Exception {
    String key = keyInUse();
    floodUntilExhausted();
    host.redis().cli(command.replace("ID", TestHost.idOf(key)).split(" "));
    eventually(() -> costs(() -> assertThat(add(key)).isEqualTo(200)) > 0);
  }
}
