package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import dev.gatehouse.auth.key.NewKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What keys cost Redis: one in use nothing, one that nobody made a single command, once. And what strangers cost a good key of their
 * address: nothing, whether the host knows it or not. All come from this one address.
 */
@Timeout(300)
class StrangersIT {

  /** What an address has to itself. */
  private static final int FREE = 100;
  private static final int CALLERS = 16;

  @RegisterExtension
  static final TestHost host = new TestHost("{ \"http\": { \"port\": 0, \"headTimeout\": \"1h\" } }").plugin("demo", "math");

  private final SecureRandom random = new SecureRandom();

  private static int add(String key) {
    return McpClient.of(host.url() + "/mcp").key(key).call("add", "{\"a\": 2, \"b\": 3}").status();
  }

  private static long reads() {
    return host.redis().commands("hgetall", "pttl", "smismember");
  }

  /** A key that the host has come to know: let in, and then let in unread, so that the news of its making has arrived too. */
  private static String keyInUse() throws InterruptedException {
    String key = host.key("demo", "tools", "*");
    host.redis().cli("HSET", "mcp:key:" + TestHost.idOf(key), "owner", TestHost.idOf(key));
    eventually(() -> costs(() -> add(key)) == 0 && add(key) == 200);
    return key;
  }

  /** How many commands something costs. */
  private static long costs(Runnable what) {
    long before = reads();
    what.run();
    return reads() - before;
  }

  private String nobodys() {
    return NewKey.create(random).text();
  }

  private void flood(int sent) {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<CompletableFuture<Integer>> answers =
          IntStream.range(0, sent).mapToObj(i -> CompletableFuture.supplyAsync(() -> add(nobodys()), callers)).toList();
      assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isIn(401, 429));
    } finally {
      callers.shutdown();
    }
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
  void a_known_key_is_not_read_again_because_others_are_revoked() throws Exception {
    String key = keyInUse();
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> revoking = CompletableFuture.runAsync(() -> {
      for (int i = 0; !over.get(); i++) {
        host.redis().cli("SADD", "mcp:revoked", "somebody" + i);
      }
    });
    try {
      eventually(() -> {
        long began = System.nanoTime();
        int calls = 200;
        long cost = costs(() -> {
          for (int i = 0; i < calls; i++) {
            assertThat(add(key)).isEqualTo(200);
          }
        });
        // A round in five milliseconds at the most, whatever is called.
        return cost <= (System.nanoTime() - began) / 5_000_000 + 5;
      });
    } finally {
      over.set(true);
      revoking.join();
    }
  }

  @Test
  void a_key_that_nobody_made_costs_one_command_once() throws InterruptedException {
    // A link that was silent for a second makes the host ask once more.
    eventually(() -> {
      String key = nobodys();
      return costs(() -> assertThat(add(key)).isEqualTo(401)) <= 1 && costs(() -> {
        for (int i = 0; i < 2 * FREE; i++) {
          assertThat(add(key)).isEqualTo(401);
        }
      }) < FREE;
    });
  }

  @Test
  void keys_that_nobody_made_cost_no_more_than_one_command_each_and_do_not_stop_a_key_in_use() throws Exception {
    String key = keyInUse();
    assertThat(costs(() -> flood(5 * FREE))).isLessThanOrEqualTo(5 * FREE + 10);
    assertThat(add(key)).isEqualTo(200);
  }

  @Test
  void a_good_key_that_the_host_does_not_know_gets_in_beside_strangers_of_its_address() {
    flood(5 * FREE);
    AtomicBoolean over = new AtomicBoolean();
    List<CompletableFuture<Void>> strangers = IntStream.range(0, CALLERS).mapToObj(i -> CompletableFuture.runAsync(() -> {
      while (!over.get()) {
        add(nobodys());
      }
    }, task -> new Thread(task).start())).toList();
    try {
      for (int i = 0; i < 20; i++) {
        assertThat(add(host.key("demo", "tools", "*"))).isEqualTo(200);
      }
    } finally {
      over.set(true);
      strangers.forEach(CompletableFuture::join);
    }
  }

  @Test
  void after_a_flushall_old_clients_with_dead_keys_lock_nobody_out() throws Exception {
    List<String> dead = new ArrayList<>();
    for (int i = 0; i < 2 * FREE; i++) {
      dead.add(host.key("demo", "tools", "*"));
    }
    dead.forEach(key -> assertThat(add(key)).isEqualTo(200));
    host.redis().cli("FLUSHALL");
    eventually(() -> dead.stream().allMatch(key -> add(key) == 401));
    for (int round = 0; round < 3; round++) {
      dead.forEach(key -> assertThat(add(key)).isEqualTo(401));
      assertThat(add(host.key("demo", "tools", "*"))).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HSET mcp:key:ID name other", "HSET mcp:owner:demo:ID rate 1000000/1s", "SADD mcp:revoked other",
      "PEXPIRE mcp:key:ID 600000"})
  void a_key_in_use_that_an_operator_edits_is_no_stranger(String command) throws Exception {
    String key = keyInUse();
    flood(2 * FREE);
    host.redis().cli(command.replace("ID", TestHost.idOf(key)).split(" "));
    long end = System.nanoTime() + 200_000_000L;
    while (System.nanoTime() < end) {
      assertThat(add(key)).isEqualTo(200);
    }
  }
}
