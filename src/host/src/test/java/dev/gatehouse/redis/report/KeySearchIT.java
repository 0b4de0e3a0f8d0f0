package dev.gatehouse.redis.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.redis.LinkedTest;
import dev.gatehouse.redis.report.KeyRow.Status;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeySearchIT extends LinkedTest {

  private static final Instant NOW = Instant.parse("2026-07-28T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private KeySearch search;

  @BeforeEach
  void open() {
    search = new KeySearch(link, KEYS, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static String key(String... fields) {
    NewKey key = NewKey.create(new SecureRandom());
    Map<String, String> rights = new TreeMap<>(Map.of("tenant", "demo"));
    for (int i = 0; i < fields.length; i += 2) {
      rights.put(fields[i], fields[i + 1]);
    }
    List<String> words = new ArrayList<>(List.of("HSET", KEYS.key(key.id())));
    key.fields(rights).forEach((name, value) -> words.addAll(Arrays.asList(name, value)));
    redis.cli(words.toArray(String[]::new));
    return key.id();
  }

  private static String ago(int days) {
    return Long.toString(NOW.minus(Duration.ofDays(days)).getEpochSecond());
  }

  private List<String> found(KeyFilter filter) {
    List<String> ids = new ArrayList<>();
    search.each(filter, rows -> {
      rows.forEach(row -> ids.add(row.id()));
      return Future.succeededFuture();
    }).await();
    return ids;
  }

  @Test
  void a_key_is_told_with_all_that_it_may_and_no_secret() {
    String id = key("owner", "ann", "name", "Ann's laptop", "tools", "add", "roles", "reader", "rate", "100/1m", "rate.math_*", "5/1m",
        "quota", "1000/1d", "created", ago(10), "exp", "2027-01-01");
    redis.cli("HSET", KEYS.role("demo", "reader"), "tools", "look");
    redis.cli("SET", KEYS.seen(id), "2026-07-28T10:00Z");

    KeyRow row = search.find(id).await().row();

    assertThat(row).isEqualTo(new KeyRow(id, "demo", "ann", "Ann's laptop", Status.ACTIVE, null, Map.of("tools", "add", "roles", "reader"),
        Map.of("rate", "100/1m", "rate.math_*", "5/1m", "quota", "1000/1d"), null, NOW.minus(Duration.ofDays(10)),
        Instant.parse("2027-01-01T00:00:00Z"), null, null, Instant.parse("2026-07-28T10:00:00Z")));
    assertThat(row.toString()).doesNotContain(redis.cli("HGET", KEYS.key(id), "hash"));
    assertThat(search.find("000000000000").await()).isNull();
  }

  private static KeyFilter created(Instant before) {
    return new KeyFilter(null, null, null, null, null, null, before);
  }

  private static KeyFilter expiring(Instant before) {
    return new KeyFilter(null, null, null, null, null, before, null);
  }

  @Test
  void each_condition_finds_its_keys() {
    String old = key("owner", "ann", "name", "Zürich OLD", "created", ago(100));
    String used = key("owner", "ann", "created", ago(100));
    redis.cli("SET", KEYS.seen(used), "2026-07-27T10:00Z");
    String fresh = key("owner", "bob-smith", "created", ago(1), "exp", "2026-08-01");
    String other = key("tenant", "acme", "owner", "ann");
    KeyFilter all = KeyFilter.ALL;

    assertThat(found(all)).containsExactlyInAnyOrder(old, used, fresh, other);
    assertThat(found(all.ofTenant("demo"))).containsExactlyInAnyOrder(old, used, fresh);
    assertThat(found(all.ofOwner("ann"))).containsExactlyInAnyOrder(old, used, other);
    assertThat(found(all.ofOwner("ann").ofTenant("acme"))).containsExactly(other);
    assertThat(found(all.containing("zürich old"))).containsExactly(old);
    assertThat(found(all.containing("OB-SM"))).containsExactly(fresh);
    assertThat(found(all.containing(other.substring(2, 9)))).containsExactly(other);
    assertThat(found(created(NOW.minus(Duration.ofDays(90))))).containsExactlyInAnyOrder(old, used);
    assertThat(found(all.unused(NOW.minus(Duration.ofDays(30))))).containsExactlyInAnyOrder(old, other);
    assertThat(found(expiring(NOW.plus(Duration.ofDays(14))))).containsExactly(fresh);
    assertThat(found(expiring(NOW.plus(Duration.ofDays(2))))).isEmpty();
  }

  @Test
  void a_date_in_another_form_is_found_by_its_time() {
    String dated = key("created", "2026-01-01");
    key("created", "2026-07-01");
    key("created", "soon");

    assertThat(found(created(Instant.parse("2026-03-01T00:00:00Z")))).containsExactly(dated);
  }

  @Test
  void the_status_is_what_the_host_would_say() {
    Map<Status, String> keys = new TreeMap<>(Map.of(Status.ACTIVE, key("tools", "add"), Status.DISABLED, key("status", "disabled"),
        Status.EXPIRED, key("exp", "2026-01-01"), Status.PENDING, key("nbf", "2027-01-01"), Status.REVOKED, key("owner", "eve"),
        Status.UNREADABLE, key("rate", "lots")));
    redis.cli("SADD", KEYS.revoked(), "owner:demo:eve");

    keys.forEach((status, id) -> assertThat(found(new KeyFilter(null, null, null, status, null, null, null))).as(status.toString())
        .containsExactly(id));
    assertThat(search.find(keys.get(Status.UNREADABLE)).await().row().detail()).contains("rate");
  }

  @Test
  void what_is_no_record_of_a_key_is_passed_over() {
    String id = key();
    redis.cli("SET", KEYS.key("text"), "no hash");
    redis.cli("HSET", "other:key:x", "tenant", "demo");
    redis.cli("HSET", KEYS.usage("demo", id, LocalDate.of(2026, 7, 1)), "calls", "1");

    assertThat(found(KeyFilter.ALL)).containsExactly(id);
  }

  @Test
  void pages_hold_no_more_than_asked_for_and_all_of_them_every_key() {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 150; i++) {
      keys.add(key("owner", i % 3 == 0 ? "ann" : "bob"));
    }
    Set<String> seen = new HashSet<>();
    String from = "";
    int pages = 0;
    while (from != null) {
      KeySearch.Page page = search.page(KeyFilter.ALL, from, 20, PATIENCE).await();
      assertThat(page.rows()).hasSizeLessThanOrEqualTo(20);
      page.rows().forEach(row -> seen.add(row.id()));
      from = page.next();
      pages++;
    }
    assertThat(seen).isEqualTo(keys);
    assertThat(pages).isGreaterThanOrEqualTo(8);
    assertThat(search.page(KeyFilter.ALL.ofOwner("ann"), "", 200, PATIENCE).await().rows()).hasSize(50);
  }

  @Test
  void a_place_that_nobody_was_told_is_refused() {
    assertThatThrownBy(() -> search.page(KeyFilter.ALL, "0.x.", 20, PATIENCE).await()).isInstanceOf(IllegalArgumentException.class);
    assertThat(search.page(KeyFilter.ALL, "9.0.", 20, PATIENCE).await().next()).isNull();
  }

  @Test
  void twenty_thousand_keys_are_found_in_bounded_rounds() {
    redis.cli("EVAL", "for i = 1, 20000 do redis.call('HSET', string.format('mcp:key:%012d', i), 'tenant', 't' .. i % 10, 'owner', 'o' .. i"
        + " % 1000, 'salt', 'x', 'hash', string.rep('a', 64)) end", "0");

    assertThat(found(KeyFilter.ALL.ofTenant("t3").ofOwner("o13"))).hasSize(20);
    assertThat(new HashSet<>(found(KeyFilter.ALL))).hasSize(20_000);
  }
}
