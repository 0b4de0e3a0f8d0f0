package dev.gatehouse.redis.keys;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.Admission.Admitted;
import dev.gatehouse.auth.Admission.Refused;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.CredentialChanges;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.redis.LinkedTest;
import dev.gatehouse.redis.connection.RedisStartException;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cache against a real Redis that is changed, killed, hung, cut and emptied under it. */
class CachedKeyStoreIT extends LinkedTest {

  private static final String ID = "0f3a9c21b7de";
  /** Tries of what a link that was silent for a second spoils. */
  private static final int FEW = 5;
  private static final String KEY = "mcp:key:" + ID;

  private CachedKeyStore cache;

  /** So long do the tests wait that have Redis hang. */
  @Override
  protected Duration commandTimeout() {
    return Duration.ofSeconds(5);
  }

  @BeforeEach
  void start() {
    fill();
    cache = start(Duration.ZERO);
  }

  private static void fill() {
    redis.cli("HSET", KEY, "tenant", "demo", "owner", "ann", "roles", "reader", "tools", "add", "salt", "00", "hash", "11".repeat(32));
    redis.cli("HSET", "mcp:role:demo:reader", "tools", "read");
    redis.cli("HSET", "mcp:owner:demo:ann", "tools", "*");
    redis.cli("HSET", "mcp:tenant:demo", "tools", "*");
  }

  private CachedKeyStore start(Duration grace) {
    CachedKeyStore fresh = new CachedKeyStore(link, KEYS, grace, Clock.systemUTC());
    fresh.start().await();
    return fresh;
  }

  /** Waits until the key is kept: the test before may have started Redis again just now, and a change that is told late drops it. */
  private void withGrace(Duration grace) throws InterruptedException {
    cache.close().await();
    cache = start(grace);
    eventually(() -> isAnswered() && costsNothing(1));
  }

  @AfterEach
  void stop() {
    cache.close().await();
  }

  private Admission admission() {
    return cache.find(ID).await().at(Instant.now());
  }

  private Principal principal() {
    return ((Admitted) admission()).principal();
  }

  private AuthFailure refusal() {
    return admission() instanceof Refused refused ? refused.reason() : null;
  }

  private boolean may(String tool) {
    return admission() instanceof Admitted admitted && admitted.principal().grants().tool(tool, false).allowed();
  }

  private static long reads() {
    return redis.commands("hgetall", "pttl", "smismember", "evalsha", "eval", "hmget", "type");
  }

  @Test
  void a_known_key_costs_no_question() throws InterruptedException {
    assertThat(may("add")).isTrue();
    eventually(() -> costsNothing(500));
    assertThat(cache.knows(ID)).isTrue();
  }

  @Test
  void a_key_that_does_not_exist_is_asked_for_once_until_somebody_makes_it() throws InterruptedException {
    assertThat(cache.knows("nobody")).isFalse();
    assertThat(cache.find("nobody").await().exists()).isFalse();
    eventually(() -> {
      long before = reads();
      assertThat(cache.find("nobody").await().exists()).isFalse();
      return reads() == before && cache.knows("nobody");
    });
    redis.cli("HSET", "mcp:key:nobody", "tenant", "demo");
    eventually(() -> cache.find("nobody").await().exists());
  }

  @ParameterizedTest
  @ValueSource(strings = {"HSET KEY tools other", "HDEL KEY tools", "DEL KEY", "RENAME KEY elsewhere", "SADD mcp:revoked ID",
      "SADD mcp:revoked owner:demo:ann", "SADD mcp:revoked tenant:demo", "HSET KEY status disabled", "HSET KEY exp 1",
      "HSET mcp:role:demo:reader tools !add", "DEL mcp:role:demo:reader", "HSET mcp:owner:demo:ann tools read",
      "HSET mcp:owner:demo:ann status disabled", "HSET mcp:tenant:demo tools read", "HSET mcp:tenant:demo status disabled",
      "HSET mcp:tenant:demo oops 1", "SET mcp:role:demo:reader x", "SET KEY x", "FLUSHALL", "FLUSHDB", "PEXPIRE KEY 1",
      "UNLINK KEY", "EVAL return(redis.call('del',KEYS[1])) 1 KEY"})
  void whatever_narrows_a_key_narrows_it_here(String command) throws InterruptedException {
    assertThat(may("add")).isTrue();
    redis.cli(command.replace("KEYS[1]", "\0").replace("KEY", KEY).replace("\0", "KEYS[1]").replace("ID", ID).split(" "));
    eventually(() -> !may("add"));
  }

  @Test
  void a_revocation_that_is_taken_back_is_taken_back() throws InterruptedException {
    redis.cli("SADD", "mcp:revoked", ID);
    assertThat(refusal()).isEqualTo(AuthFailure.REVOKED);
    redis.cli("SREM", "mcp:revoked", ID);
    eventually(() -> may("add"));
  }

  @Test
  void the_revocation_of_another_key_costs_each_key_one_question() throws InterruptedException {
    long cost = 0;
    for (int i = 0; i < FEW && cost != 1; i++) {
      assertThat(may("add")).isTrue();
      long before = reads();
      redis.cli("SADD", "mcp:revoked", "somebody" + i);
      eventually(() -> may("add") && reads() > before);
      cost = reads() - before;
    }
    assertThat(cost).isEqualTo(1);
  }

  /** Notes what it is told, of keys that are all in use. */
  private static final class Users implements CredentialChanges {

    private final Set<String> ids = new HashSet<>();
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void changed(String keyId) {
      told.add(keyId);
    }

    @Override
    public void allChanged() {
      told.add("all");
    }

    @Override
    public Set<String> inUse() {
      return ids;
    }
  }

  /** Keys {@code k0} and so on, each of an owner of its own, half of them with a role more; all known to the cache and in use. */
  private Users users(int keys) throws InterruptedException {
    Users users = new Users();
    for (int i = 0; i < keys; i++) {
      redis.cli("HSET", "mcp:key:k" + i, "tenant", "demo", "owner", "o" + i, "roles", i % 2 == 0 ? "reader" : "reader writer", "salt", "00",
          "hash", "11".repeat(32));
      users.ids.add("k" + i);
    }
    redis.cli("HSET", "mcp:role:demo:writer", "tools", "write");
    cache.onChange(users);
    eventually(() -> {
      long before = reads();
      users.ids.forEach(id -> cache.find(id).await());
      return reads() == before;
    });
    users.told.clear();
    return users;
  }

  @Test
  void a_revocation_asks_once_for_all_keys_in_use_and_no_request_asks_again() throws InterruptedException {
    Users users = users(300);
    long cost = 0;
    for (int i = 0; i < FEW && cost != 2; i++) {
      long before = reads();
      redis.cli("SADD", "mcp:revoked", "somebody" + i);
      eventually(() -> reads() > before);
      users.ids.forEach(id -> assertThat(cache.find(id).await().at(Instant.now())).isInstanceOf(Admitted.class));
      cost = reads() - before;
    }
    assertThat(cost).as("commands of 256 keys each").isEqualTo(2);
    users.told.removeIf("all"::equals);
    assertThat(users.told).isEmpty();

    redis.cli("SADD", "mcp:revoked", "k7", "owner:demo:o8");
    eventually(() -> users.told.size() == 2);
    assertThat(users.told).containsExactlyInAnyOrder("k7", "k8");
    assertThat(cache.find("k7").await().at(Instant.now())).isInstanceOf(Refused.class);
    redis.cli("SADD", "mcp:revoked", "tenant:demo");
    eventually(() -> users.told.size() == 300);
  }

  @ParameterizedTest
  @CsvSource({"HSET mcp:key:k4 name x, 1", "HSET mcp:owner:demo:o4 rate 1/1s, 1", "HSET mcp:role:demo:writer tools other, 10",
      "HSET mcp:tenant:demo rate 1/1s, 20", "HSET mcp:role:other:writer tools x, 0", "HSET mcp:owner:demo:o rate 1/1s, 0"})
  void a_change_is_told_of_the_keys_that_it_concerns_and_of_no_others(String command, int concerned) throws InterruptedException {
    Users users = users(20);
    redis.cli(command.split(" "));
    redis.cli("HSET", "mcp:key:last", "name", "x");
    eventually(() -> users.told.contains("last"));
    assertThat(users.told).hasSize(concerned + 1).doesNotHaveDuplicates();
  }

  @Test
  void a_revocation_set_that_is_no_set_closes_every_key() throws InterruptedException {
    assertThat(may("add")).isTrue();
    redis.cli("SET", "mcp:revoked", ID);
    eventually(() -> cache.find(ID).transform(found -> Future.succeededFuture(found.failed())).await());
    assertThatThrownBy(this::admission).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("WRONGTYPE");
  }

  @ParameterizedTest
  @CsvSource({KEY + ",EXPIRED|UNKNOWN", "mcp:role:demo:reader,UNREADABLE"})
  void the_native_time_to_live_of_a_record_ends_on_time_however_late_redis_tells(String name, String reason) throws InterruptedException {
    long millis = 200;
    do {
      millis *= 2;
      fill();
      redis.cli("PEXPIRE", name, "" + millis);
    } while (!may("add"));
    eventually(() -> Optional.ofNullable(refusal()).filter(now -> reason.contains(now.name())).isPresent());
    assertThat(redis.cli("EXISTS", name)).isEqualTo("0");
  }

  @Test
  void the_end_of_a_ceiling_lifts_it() throws InterruptedException {
    redis.cli("HSET", "mcp:tenant:demo", "tools", "read");
    eventually(() -> !may("add"));
    redis.cli("PEXPIRE", "mcp:tenant:demo", "300");
    eventually(() -> may("add"));
  }

  @Test
  void a_cut_tracking_connection_is_noticed_and_nothing_is_missed() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      assertThat(may("add")).isTrue();
      eventually(() -> !trackingConnection().isEmpty());
      redis.cli("CLIENT", "KILL", "ADDR", trackingConnection());
      redis.cli("HSET", KEY, "tools", "other");
      eventually(() -> !may("add"));
      redis.cli("HSET", KEY, "tools", "add");
      eventually(() -> may("add"));
    }
    eventually(() -> costsNothing(1));
  }

  /** Its address, which no client of another node of a cluster has, or nothing while there is none. */
  private static String trackingConnection() {
    return redis.cli("CLIENT", "LIST").lines().filter(line -> line.contains("flags=tB")).findFirst().orElse("")
        .replaceAll(".* addr=(\\S+) .*", "$1");
  }

  /** Asked until it is so: a link that was silent for a second makes the host ask once more. */
  private boolean costsNothing(int times) {
    long before = reads();
    for (int i = 0; i < times; i++) {
      assertThat(may("add")).isTrue();
    }
    return reads() == before;
  }

  @Test
  void while_redis_is_away_no_key_is_good_and_afterwards_what_it_says_then() throws Exception {
    assertThat(may("add")).isTrue();
    redis.stop();
    eventually(() -> cache.find(ID).transform(found -> Future.succeededFuture(found.failed())).await());
    assertThatThrownBy(this::admission).isInstanceOf(StoreUnavailableException.class);
    redis.start();
    eventually(() -> isAnswered() && may("add"));
    redis.cli("HSET", KEY, "tools", "other");
    eventually(() -> !may("add"));
  }

  private boolean isAnswered() {
    return isAnswered(ID);
  }

  private boolean isAnswered(String id) {
    return cache.find(id).transform(found -> Future.succeededFuture(found.succeeded())).await();
  }

  @Test
  void with_grace_a_known_key_outlasts_an_outage_and_an_unknown_one_does_not() throws Exception {
    withGrace(Duration.ofMinutes(5));
    assertThat(may("add")).isTrue();
    redis.stop();
    eventually(() -> !isAnswered("nobody"));
    assertThat(may("add")).isTrue();
    assertThatThrownBy(() -> cache.find("nobody").await()).isInstanceOf(StoreUnavailableException.class);
    redis.start();
    redis.cli("DEL", KEY);
    eventually(() -> isAnswered() && refusal() == AuthFailure.UNKNOWN);
  }

  /** Tried again where the key is lost with Redis: a change that is told last drops it. */
  @Test
  void grace_ends() throws Exception {
    boolean kept = false;
    for (int i = 0; i < FEW && !kept; i++) {
      withGrace(Duration.ofSeconds(10));
      redis.stop();
      try {
        eventually(() -> !isAnswered("nobody"));
        kept = isAnswered();
        eventually(() -> !isAnswered());
      } finally {
        redis.start();
      }
    }
    assertThat(kept).isTrue();
  }

  @Test
  void grace_does_not_outlast_the_key() throws Exception {
    withGrace(Duration.ofMinutes(5));
    redis.cli("PEXPIRE", KEY, "6000");
    assertThat(may("add")).isTrue();
    redis.stop();
    try {
      eventually(this::isOver);
    } finally {
      redis.start();
    }
  }

  /** Refused by what was known, or not known any more: the one may become the other at any moment. */
  private boolean isOver() {
    try {
      return refusal() == AuthFailure.EXPIRED;
    } catch (StoreUnavailableException e) {
      return true;
    }
  }

  @Test
  void a_revocation_that_was_told_counts_in_an_outage_too() throws Exception {
    withGrace(Duration.ofMinutes(5));
    assertThat(may("add")).isTrue();
    redis.cli("SADD", "mcp:revoked", ID);
    redis.stop();
    try {
      // What was told may be read from its connection later than the end of another.
      eventually(() -> !isAnswered() || !may("add"));
    } finally {
      redis.start();
    }
  }

  @Test
  void a_redis_that_hangs_is_noticed_and_what_changed_meanwhile_is_found() throws IOException, InterruptedException {
    assertThat(may("add")).isTrue();
    redis.pause();
    try {
      eventually(() -> !isAnswered());
    } finally {
      redis.resume();
    }
    redis.cli("HSET", KEY, "tools", "other");
    eventually(() -> isAnswered() && !may("add"));
    redis.cli("HSET", KEY, "tools", "add");
    eventually(() -> isAnswered() && may("add"));
    eventually(() -> isAnswered() && costsNothing(1));
  }

  @Test
  void with_grace_a_hang_is_an_outage() throws IOException, InterruptedException {
    withGrace(Duration.ofMinutes(5));
    assertThat(may("add")).isTrue();
    redis.pause();
    try {
      Thread.sleep(1_300);
      assertThat(may("add")).isTrue();
    } finally {
      redis.resume();
    }
    redis.cli("HSET", KEY, "tools", "other");
    eventually(() -> isAnswered() && !may("add"));
  }

  @Test
  void a_redis_without_memory_still_tells_who_is_revoked() throws InterruptedException {
    assertThat(may("add")).isTrue();
    redis.cli("SADD", "mcp:revoked", ID);
    redis.cli("CONFIG", "SET", "maxmemory", "1");
    try {
      eventually(this::refusal, AuthFailure.REVOKED);
      redis.cli("SREM", "mcp:revoked", ID);
      eventually(() -> may("add"));
    } finally {
      redis.cli("CONFIG", "SET", "maxmemory", "0");
    }
  }

  @Test
  void a_push_that_overtakes_a_read_is_not_lost() throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      String tool = "t" + i;
      // Reads are under way while the change is made, and what they found must not be kept.
      for (int j = 0; j < 20; j++) {
        vertx.runOnContext(v -> cache.find(ID));
      }
      redis.cli("HSET", KEY, "tools", tool);
      redis.cli("HSET", "mcp:role:demo:reader", "tools", "r" + i);
      String role = "r" + i;
      eventually(() -> may(tool) && may(role));
      assertThat(principal().grants().tool("t" + (i - 1), false).allowed()).isFalse();
    }
  }

  @Test
  void a_redis_that_will_not_tell_of_changes_is_not_started_with() {
    redis.cli("ACL", "SETUSER", "deaf", "on", ">pw", "~mcp:*", "+@all", "-client");
    RedisLink deaf = link(redis.url("deaf:pw"));
    assertThatThrownBy(() -> new CachedKeyStore(deaf, KEYS, Duration.ZERO, Clock.systemUTC()).start().await())
        .isInstanceOf(RedisStartException.class).hasMessageContaining("CLIENT TRACKING").hasMessageContaining("NOPERM");
    deaf.close().await();
  }
}
