package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import dev.gatehouse.auth.NewKey;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What keys cost Redis: one in use nothing, those that nobody made a bounded number of questions per address. All come from this one
 * address, so a test that has used up its share makes the next one's new key wait.
 */
@Timeout(120)
class StrangersIT {

  private static final long PATIENCE_SECONDS = 30;
  /** More than an address may present before its unknown keys are refused unasked. */
  private static final int FLOOD = 150;

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
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      long before = reads();
      if (add(key) == 200 && reads() == before) {
        return key;
      }
      assertThat(System.nanoTime()).as("the key did not come into use").isLessThan(end);
      Thread.sleep(2);
    }
  }

  private void flood(int sent) {
    for (int i = 0; i < sent; i++) {
      assertThat(add(NewKey.create(random).text())).isEqualTo(401);
    }
  }

  @Test
  void a_known_key_is_not_read_again() throws Exception {
    String key = keyInUse();
    long before = reads();
    for (int i = 0; i < 100; i++) {
      assertThat(add(key)).isEqualTo(200);
    }
    assertThat(reads()).isEqualTo(before);
  }

  @Test
  void keys_that_nobody_made_do_not_become_work_for_redis_and_do_not_stop_a_key_in_use() throws Exception {
    String key = keyInUse();
    long before = reads();
    flood(2 * FLOOD);
    assertThat((reads() - before) / 3).as("three commands for each key that is asked for").isLessThan(2 * FLOOD);
    assertThat(add(key)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HSET mcp:key:ID name other", "HSET mcp:owner:demo:ID rate 100/1s", "SADD mcp:revoked other", "PERSIST mcp:key:ID"})
  void a_key_in_use_that_an_operator_edits_is_no_stranger(String command) throws Exception {
    String key = keyInUse();
    flood(FLOOD);
    host.redis().cli(command.replace("ID", TestHost.idOf(key)).split(" "));
    Thread.sleep(100);
    assertThat(add(key)).isEqualTo(200);
  }
}
