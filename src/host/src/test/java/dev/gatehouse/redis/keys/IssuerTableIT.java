package dev.gatehouse.redis.keys;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.LogOf;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.UnreadableIssuer;
import dev.gatehouse.redis.LinkedTest;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.link.RedisLink;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of issuers against a real Redis that is changed, cut and emptied under it. */
class IssuerTableIT extends LinkedTest {

  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final int MOST = 20_000;

  private IssuerTable table;
  private CachedKeyStore cache;

  private IssuerTable start() {
    return start(link, KEYS);
  }

  private IssuerTable start(RedisLink over, RedisKeys keys) {
    table = new IssuerTable(over, keys);
    cache = new CachedKeyStore(over, keys, Duration.ZERO, Clock.systemUTC(), table.changes());
    cache.start().await();
    return table;
  }

  private void started() throws InterruptedException {
    start();
    eventually(table::loaded);
  }

  @AfterEach
  void stop() {
    redis.cli("ACL", "SETUSER", "default", "+client|tracking");
    table.close();
    cache.close().await();
  }

  private static void make(String name, String... more) {
    List<String> words = new ArrayList<>(List.of("HSET", "mcp:issuer:" + name, "issuer", "https://idp.example", "secret", SECRET));
    words.addAll(List.of(more));
    redis.cli(words.toArray(String[]::new));
  }

  private List<String> namesOf(String tenant) {
    return table.of(tenant).stream().map(Issuer::name).toList();
  }

  private static void loseTracking() {
    redis.cli("ACL", "SETUSER", "default", "-client|tracking");
    cutTracking();
  }

  private static void cutTracking() {
    // By address: in a cluster another node may have given the same id to another client.
    redis.cli("CLIENT", "LIST").lines().filter(line -> line.contains("flags=tB"))
        .forEach(line -> redis.cli("CLIENT", "KILL", "ADDR", line.replaceAll(".* addr=(\\S+) .*", "$1")));
  }

  @Test
  void what_was_there_before_is_found_by_tenant_name_and_iss() throws InterruptedException {
    make("demo:local");
    make("demo:other", "issuer", "https://other.example");
    make("acme:local");
    started();
    assertThat(namesOf("demo")).containsExactly("local", "other");
    assertThat(namesOf("nobody")).isEmpty();
    assertThat(table.issuing("https://idp.example")).extracting(Issuer::tenant).containsExactly("acme", "demo");
    assertThat(table.issuing("https://idp.example/")).isEmpty();
    assertThat(table.find("demo", "other").issuer()).isEqualTo("https://other.example");
    assertThat(table.find("acme", "other")).isNull();
    assertThat(table.any()).isTrue();
    assertThat(table.unreadable()).isEmpty();
  }

  @Test
  void without_any_issuer_the_table_is_complete_too() throws InterruptedException {
    started();
    assertThat(table.any()).isFalse();
  }

  @Test
  void an_issuer_is_made_changed_disabled_and_deleted() throws InterruptedException {
    started();
    make("demo:local");
    eventually(() -> namesOf("demo").equals(List.of("local")));
    String trust = table.find("demo", "local").trust();
    redis.cli("HSET", "mcp:issuer:demo:local", "audience", "https://mcp.example");
    eventually(() -> !table.find("demo", "local").trust().equals(trust));
    redis.cli("HSET", "mcp:issuer:demo:local", "status", "disabled");
    eventually(() -> table.find("demo", "local").disabled());
    redis.cli("DEL", "mcp:issuer:demo:local");
    eventually(() -> !table.any());
    assertThat(table.issuing("https://idp.example")).isEmpty();
  }

  @Test
  void the_last_of_many_changes_counts() throws InterruptedException {
    started();
    for (int i = 0; i < 500; i++) {
      redis.cli("HSET", "mcp:issuer:demo:local", "issuer", "https://idp.example/" + i, "secret", SECRET);
    }
    eventually(() -> table.issuing("https://idp.example/499").size() == 1);
    assertThat(table.of("demo")).hasSize(1);
  }

  @Test
  void a_record_that_cannot_be_read_is_closed_and_named_once_with_its_field_and_without_its_secret() throws InterruptedException {
    make("demo:local", "leway", "30s");
    redis.cli("SET", "mcp:issuer:demo:text", "oops");
    redis.cli("HSET", "mcp:issuer:Bad:name", "issuer", "https://idp.example");
    try (LogOf log = new LogOf(IssuerRecords.class.getName())) {
      started();
      assertThat(table.of("demo")).isEmpty();
      assertThat(table.unreadable()).extracting(UnreadableIssuer::name).containsExactly("name", "local", "text");
      assertThat(table.any("demo")).isTrue();
      assertThat(log.lines()).hasSize(3)
          .anyMatch(line -> line.startsWith("issuer local of tenant demo is closed: field 'leway': ") && line.contains("'leeway'"))
          .anyMatch(line -> line.equals("issuer text of tenant demo is closed: it is not a hash"))
          .anyMatch(line -> line.startsWith("issuer name of tenant Bad is closed: "))
          .noneMatch(line -> line.contains(SECRET));
      cutTracking();
      make("demo:next");
      eventually(() -> namesOf("demo").equals(List.of("next")));
      redis.cli("HDEL", "mcp:issuer:demo:local", "leway");
      eventually(() -> namesOf("demo").equals(List.of("local", "next")));
      redis.cli("HSET", "mcp:issuer:demo:local", "leway", "30s");
      eventually(() -> log.lines().size() == 4);
      eventually(() -> table.find("demo", "local") == null);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLUSHALL", "FLUSHDB"})
  void a_flush_leaves_none_but_those_that_are_made_after_it(String command) throws InterruptedException {
    make("demo:local");
    started();
    redis.cli(command);
    make("demo:next");
    eventually(() -> namesOf("demo").equals(List.of("next")));
  }

  @Test
  void while_redis_tells_of_no_changes_they_are_found_all_the_same() throws InterruptedException {
    make("demo:local");
    make("demo:gone");
    started();
    loseTracking();
    eventually(() -> !redis.cli("CLIENT", "LIST").contains("flags=tB"));
    make("demo:late");
    redis.cli("DEL", "mcp:issuer:demo:gone");
    redis.cli("HSET", "mcp:issuer:demo:local", "status", "disabled");
    eventually(() -> namesOf("demo").equals(List.of("late", "local")) && table.find("demo", "local").disabled());
  }

  @Test
  void what_changed_while_redis_was_away_counts_when_it_is_back() throws InterruptedException, IOException {
    make("demo:local");
    started();
    redis.stop();
    redis.start();
    redis.cli("DEL", "mcp:issuer:demo:local");
    make("demo:late");
    eventually(() -> namesOf("demo").equals(List.of("late")));
    redis.cli("DEL", "mcp:issuer:demo:late");
    eventually(() -> !table.any());
  }

  @Test
  void many_other_names_do_not_hide_an_issuer() throws InterruptedException {
    redis.cli("EVAL", "for i = 1, 200000 do redis.call('SET', 'mcp:seen:' .. i, '1') end", "0");
    make("demo:local");
    started();
    assertThat(namesOf("demo")).containsExactly("local");
  }

  @Test
  void more_than_fit_are_left_out_and_said_once() throws InterruptedException {
    redis.cli("EVAL", "for i = 1, 20010 do redis.call('HSET', 'mcp:issuer:t' .. i .. ':local', 'issuer', 'https://idp.example', 'secret',"
        + " ARGV[1]) end", "0", SECRET);
    try (LogOf log = new LogOf(IssuerRecords.class.getName())) {
      started();
      eventually(() -> table.issuing("https://idp.example").size() == MOST);
      make("demo:late");
      make("t1:local", "status", "disabled");
      redis.cli("EVAL", "for i = 1, 20010 do redis.call('DEL', 'mcp:issuer:t' .. i .. ':local') end", "0");
      eventually(() -> table.issuing("https://idp.example").size() <= 1);
      assertThat(log.lines()).hasSize(1).allMatch(line -> line.startsWith("Redis holds more than 20000 issuers"));
    }
  }

  @Test
  void a_user_who_may_not_list_names_has_keys_but_no_tokens_and_the_log_says_so() throws InterruptedException {
    make("demo:local");
    redis.cli("HSET", "mcp:key:a", "tenant", "demo");
    redis.cli("ACL", "SETUSER", "blind", "reset", "on", ">pw", "~mcp:*", "+@all", "-scan");
    RedisLink blind = link(redis.url("blind:pw"));
    try (LogOf log = new LogOf(IssuerLoader.class.getName())) {
      start(blind, KEYS);
      eventually(() -> !log.lines().isEmpty());
      assertThat(log.lines()).hasSize(1).allMatch(line -> line.contains("does not list the issuers of tokens: NOPERM"));
      assertThat(table.loaded()).isFalse();
      assertThat(cache.find("a").await().exists()).isTrue();
      assertThat(blind.problems()).isEmpty();
      redis.cli("ACL", "SETUSER", "blind", "+scan");
      cutTracking();
      eventually(table::loaded);
      assertThat(namesOf("demo")).containsExactly("local");
    } finally {
      cache.close().await();
      blind.close().await();
    }
  }
}
