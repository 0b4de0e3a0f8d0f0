package dev.gatehouse.redis.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.key.Credential;
import dev.gatehouse.auth.key.KeyState;
import dev.gatehouse.auth.token.StoredTokens;
import dev.gatehouse.redis.LinkedTest;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.keys.RecordReader.Wanted;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderIT extends LinkedTest {

  private static final String ID = "0f3a9c21b7de";

  private RecordReader reader;

  @BeforeEach
  void fill() {
    reader = new RecordReader(link, KEYS);
    redis.cli("HSET", "mcp:key:" + ID, "tenant", "demo", "owner", "alice@example.com", "tools", "add", "salt", "00", "hash", "11");
  }

  private KeyState find() {
    return find(ID);
  }

  private KeyState find(String id) {
    return reader.read(Credential.ofKey(id), names -> {}).await().state();
  }

  @Test
  void a_key_is_found_as_it_stands() {
    assertThat(find()).isEqualTo(KeyState.of(Map.of("tenant", "demo", "owner", "alice@example.com", "tools", "add",
        "salt", "00", "hash", "11"), null, -1));
  }

  @Test
  void a_change_counts_at_once() {
    redis.cli("HSET", "mcp:key:" + ID, "tools", "'*' !drop ☂");
    assertThat(find().fields()).containsEntry("tools", "'*' !drop ☂");
    redis.cli("HDEL", "mcp:key:" + ID, "tools");
    assertThat(find().fields()).doesNotContainKey("tools");
  }

  @Test
  void an_unknown_key_has_no_fields() {
    assertThat(find("nobody")).isEqualTo(KeyState.of(Map.of(), null, -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {ID, "owner:demo:alice@example.com", "tenant:demo"})
  void each_form_of_revocation_revokes(String member) {
    redis.cli("SADD", "mcp:revoked", member);
    assertThat(find().revoked()).isTrue();
    redis.cli("SREM", "mcp:revoked", member);
    assertThat(find().revoked()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0f3a9c21b7d", "owner:other:alice@example.com", "owner:demo:alice", "tenant:dem", "demo", "owner::", "*"})
  void what_is_meant_for_others_does_not(String member) {
    redis.cli("SADD", "mcp:revoked", member);
    assertThat(find().revoked()).isFalse();
  }

  private static long commands() {
    return redis.commands("hgetall", "pttl", "smismember");
  }

  @Test
  void a_key_without_a_record_costs_one_command_revoked_or_not() {
    redis.cli("SADD", "mcp:revoked", "nobody");
    long before = commands();
    assertThat(find("nobody").fields()).isEmpty();
    assertThat(commands() - before).isEqualTo(1);
  }

  @Test
  void many_keys_are_read_at_once_and_what_they_share_only_once() {
    redis.cli("HSET", "mcp:role:demo:reader", "tools", "read");
    redis.cli("HSET", "mcp:tenant:demo", "tools", "*");
    List<Wanted> wanted = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      redis.cli("HSET", "mcp:key:key" + i, "tenant", "demo", "roles", "reader", "name", "n" + i, "salt", "00", "hash", "11");
      wanted.add(new Wanted(Credential.ofKey("key" + i),
          names -> assertThat(names).containsExactlyInAnyOrder("mcp:role:demo:reader", "mcp:tenant:demo")));
    }
    wanted.add(new Wanted(Credential.ofKey("nobody"), names -> {}));
    redis.cli("SADD", "mcp:revoked", "key7");
    long before = commands();
    List<RecordReader.Read> read = reader.readAll(wanted).await().stream().map(Future::result).toList();
    assertThat(commands() - before).as("hash and time to live of each, those of role and tenant, one question about the revoked")
        .isEqualTo(2 * 100 + 1 + 4 + 1);
    for (int i = 0; i < 100; i++) {
      KeyState state = read.get(i).state();
      assertThat(state.fields()).containsEntry("name", "n" + i);
      assertThat(state.roles()).hasToString("[reader[tools]]");
      assertThat(state.tenant()).containsEntry("tools", "*");
      assertThat(state.revoked()).isEqualTo(i == 7);
    }
    assertThat(read.get(100).state().fields()).isEmpty();
  }

  @Test
  void many_tokens_of_one_issuer_read_its_record_once_and_hear_of_it_before() {
    Map<String, String> issuer = Map.of("issuer", "https://idp.example", "secret", "0123456789abcdef0123456789abcdef");
    issuer.forEach((field, value) -> redis.cli("HSET", "mcp:issuer:demo:local", field, value));
    List<Set<String>> told = new ArrayList<>();
    List<Wanted> wanted = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      wanted.add(new Wanted(StoredTokens.of(issuer, "ann", "t" + i), told::add));
    }
    redis.cli("SADD", "mcp:revoked", "token:demo:t7");
    long before = commands();
    Future<List<Future<RecordReader.Read>>> reading = reader.readAll(wanted);
    assertThat(List.copyOf(told)).hasSizeGreaterThanOrEqualTo(100).startsWith(Set.of("mcp:issuer:demo:local"));
    List<RecordReader.Read> read = reading.await().stream().map(Future::result).toList();
    assertThat(commands() - before).as("hash and time to live of issuer, owner and tenant, and what is revoked").isEqualTo(3 * 2 + 1);
    for (int i = 0; i < 100; i++) {
      assertThat(read.get(i).state().fields()).isEqualTo(issuer);
      assertThat(read.get(i).state().revokedBy()).isEqualTo(i == 7 ? "token:demo:t7" : null);
    }
    assertThat(told).hasSize(200).endsWith(Set.of("mcp:issuer:demo:local", "mcp:owner:demo:ann", "mcp:tenant:demo"));
  }

  @Test
  void the_time_to_live_comes_with_the_record() {
    redis.cli("PEXPIRE", "mcp:key:" + ID, "60000");
    assertThat(find().ttlMillis()).isBetween(50_000L, 60_000L);
  }

  @Test
  void a_record_that_is_no_hash_is_unreadable_not_unknown() {
    redis.cli("SET", "mcp:key:" + ID, "oops");
    assertThat(find()).isEqualTo(KeyState.unreadable("what is stored is not a hash"));
  }

  @Test
  void a_revocation_set_that_is_no_set_closes_every_key() {
    redis.cli("SET", "mcp:revoked", ID);
    assertThatThrownBy(this::find).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("WRONGTYPE");
  }

  @Test
  void another_prefix_is_another_world() {
    assertThat(new RecordReader(link, new RedisKeys("other:")).read(Credential.ofKey(ID), names -> {}).await().state().fields()).isEmpty();
  }
}
