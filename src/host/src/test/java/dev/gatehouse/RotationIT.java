package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.auth.key.Rotation;
import dev.gatehouse.redis.RedisExtension;
import dev.gatehouse.redis.RedisUser;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rotations as the documented Redis user runs them: all or nothing, and as often as one likes. */
class RotationIT {

  private static final String OLD = "0f3a9c21b7de";

  @RegisterExtension
  static final RedisExtension redis = RedisExtension.ofItsOwn();

  @BeforeEach
  void a_key() {
    redis.flush();
    rights(LeastRightsIT.RIGHTS.toArray(String[]::new));
    redis.cli("HSET", "mcp:key:" + OLD, "tenant", "demo", "tools", "add", "salt", "s", "hash", "h", "name", "laptop");
  }

  @AfterEach
  void as_it_was() {
    redis.cli("CONFIG", "SET", "maxmemory", "0");
    redis.cli("CONFIG", "SET", "min-replicas-to-write", "0");
  }

  private static void rights(String... words) {
    List<String> line = new ArrayList<>(List.of("ACL", "SETUSER", "gatehouse", "reset", "on", ">pw"));
    line.addAll(List.of(words));
    assertThat(redis.cli(line.toArray(String[]::new))).isEqualTo("OK");
  }

  private record Made(String id, String answer, List<String> words) {
  }

  private static Made rotate(String id, long seconds) {
    NewKey fresh = NewKey.create(new SecureRandom());
    Rotation rotation = new Rotation(id, Instant.now().plusSeconds(seconds));
    List<String> words = rotation.command("mcp:", fresh.id(), fresh.fields(Map.of("name", "new laptop")));
    return new Made(fresh.id(), run(words), words);
  }

  private static String run(List<String> words) {
    return RedisUser.cli(redis, "gatehouse", "pw", words.toArray(String[]::new));
  }

  private static long ttl(String id) {
    return Long.parseLong(redis.cli("TTL", "mcp:key:" + id));
  }

  private static String record(String id) {
    return redis.cli("HGETALL", "mcp:key:" + id);
  }

  @Test
  void the_second_rotation_of_a_key_is_as_good_as_the_first() {
    Made lost = rotate(OLD, 60);
    Made second = rotate(OLD, 6_000);
    Made third = rotate(OLD, 30);

    for (Made made : List.of(lost, second, third)) {
      assertThat(made.answer()).isEqualTo("1");
      assertThat(ttl(made.id())).as("it does not end with the old one").isEqualTo(-1);
      assertThat(redis.cli("HMGET", "mcp:key:" + made.id(), "tenant", "tools", "name", "replaces", "line"))
          .isEqualTo("demo\nadd\nnew laptop\n" + OLD + '\n' + OLD);
    }
    assertThat(ttl(OLD)).as("the soonest end counts").isBetween(1L, 30L);
  }

  @Test
  void a_key_that_ends_by_itself_hands_on_that_end() {
    redis.cli("EXPIRE", "mcp:key:" + OLD, "1000");
    Made lost = rotate(OLD, 60);
    assertThat(ttl(lost.id())).isBetween(900L, 1000L);
    assertThat(ttl(OLD)).isBetween(1L, 60L);
    assertThat(ttl(rotate(OLD, 60).id())).isBetween(900L, 1000L);

    Made next = rotate(lost.id(), 6_000);
    assertThat(ttl(next.id())).as("a chain does not outlive it").isBetween(900L, 1000L);
    assertThat(ttl(lost.id())).as("an end that is sooner stays").isBetween(900L, 1000L);
  }

  @Test
  void an_end_that_somebody_set_after_a_rotation_is_that_of_the_key() {
    rotate(OLD, 60);
    redis.cli("EXPIRE", "mcp:key:" + OLD, "1000");
    assertThat(ttl(rotate(OLD, 2_000).id())).isBetween(900L, 1000L);
    redis.cli("PERSIST", "mcp:key:" + OLD);
    assertThat(ttl(rotate(OLD, 60).id())).isEqualTo(-1);
  }

  @Test
  void to_run_it_again_changes_nothing() {
    Made made = rotate(OLD, 60);
    String before = record(made.id());
    redis.cli("HSET", "mcp:key:" + made.id(), "tools", "subtract");
    assertThat(run(made.words())).isEqualTo("1");
    assertThat(record(made.id())).isEqualTo(before.replace("tools\nadd", "tools\nsubtract"));
    redis.cli("DEL", "mcp:key:" + OLD);
    assertThat(run(made.words())).as("after the old one's end").isEqualTo("1");
    assertThat(ttl(made.id())).isEqualTo(-1);
  }

  @Test
  void a_key_that_does_not_exist_is_not_replaced() {
    Made made = rotate("aaaaaaaaaaaa", 60);
    assertThat(made.answer()).startsWith("NOKEY mcp:key:aaaaaaaaaaaa does not exist");
    assertThat(redis.cli("KEYS", "*")).isEqualTo("mcp:key:" + OLD);
  }

  @Test
  void a_record_of_that_id_that_is_another_is_left_alone() {
    Made made = rotate(OLD, 60);
    redis.cli("HSET", "mcp:key:" + made.id(), "hash", "another");
    redis.cli("PERSIST", "mcp:key:" + OLD);
    assertThat(run(made.words())).startsWith("ERR mcp:key:" + made.id() + " exists already");
    assertThat(ttl(OLD)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hgetall", "hset", "expireat", "pttl", "set", "get", "time"})
  void without_a_right_nothing_is_done(String right) {
    List<String> fewer = new ArrayList<>(LeastRightsIT.RIGHTS);
    fewer.remove("+" + right);
    rights(fewer.toArray(String[]::new));
    redis.cli("EXPIRE", "mcp:key:" + OLD, "1000");
    refused(rotate(OLD, 60), "NOPERM|ACL failure|The user executing the script can't run this command");
    assertThat(ttl(OLD)).isBetween(900L, 1000L);
  }

  @Test
  void a_full_redis_changes_nothing() {
    redis.cli("CONFIG", "SET", "maxmemory", "1");
    refused(rotate(OLD, 60), "OOM");
    assertThat(ttl(OLD)).isEqualTo(-1);
  }

  @Test
  void too_few_replicas_change_nothing() {
    redis.cli("CONFIG", "SET", "min-replicas-to-write", "1");
    refused(rotate(OLD, 60), "NOREPLICAS");
    assertThat(ttl(OLD)).isEqualTo(-1);
  }

  private static void refused(Made made, String why) {
    assertThat(made.answer()).containsPattern(why);
    assertThat(redis.cli("EXISTS", "mcp:key:" + made.id())).isEqualTo("0");
    assertThat(redis.cli("HGET", "mcp:key:" + OLD, "name")).isEqualTo("laptop");
  }
}
