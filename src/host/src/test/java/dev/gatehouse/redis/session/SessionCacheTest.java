package dev.gatehouse.redis.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.legacy.SessionRecord;
import dev.gatehouse.redis.connection.TrackingEpoch;
import dev.gatehouse.redis.session.SessionCache.Mark;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionCacheTest {

  private static final long MINUTE_MILLIS = 60_000;
  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private final SessionCache cache = new SessionCache(100, 1 << 20);
  private final SessionRecord session = TestSessions.session("demo", "ann");

  /** Live for longer than any test. */
  private static TrackingEpoch live() {
    return new TrackingEpoch(System.nanoTime() + HOUR_NANOS);
  }

  private void keep(SessionRecord record) {
    cache.put(record, cache.mark(record.id()), MINUTE_MILLIS);
  }

  private static SessionRecord with(Set<String> subscribed) {
    SessionRecord one = TestSessions.session("demo", "ann");
    return new SessionRecord(one.id(), one.tenant(), one.owner(), false, one.key(), false, one.revision(), one.capabilities(), one.level(),
        subscribed, "");
  }

  @BeforeEach
  void track() {
    cache.epoch(live());
  }

  @Test
  void a_record_is_known_until_a_change_is_told() {
    keep(session);
    assertThat(cache.changed(session.id())).as("asked for").isFalse();
    keep(session);
    assertThat(cache.find(session.id())).isSameAs(session);
    assertThat(cache.changed(session.id())).as("asked for").isTrue();
    assertThat(cache.find(session.id())).isNull();
  }

  @Test
  void a_push_that_overtakes_a_read_counts() {
    Mark mark = cache.mark(session.id());
    cache.changed(session.id());
    cache.put(session, mark, MINUTE_MILLIS);
    assertThat(cache.find(session.id())).isNull();
    assertThat(cache.size()).isZero();
  }

  @Test
  void a_flush_during_a_read_counts() {
    Mark mark = cache.mark(session.id());
    cache.clear();
    cache.put(session, mark, MINUTE_MILLIS);
    assertThat(cache.find(session.id())).isNull();
  }

  @Test
  void nothing_is_known_while_nothing_is_told() {
    keep(session);
    cache.epoch(null);
    SessionRecord other = TestSessions.session("demo", "ann");
    keep(other);
    assertThat(cache.size()).isEqualTo(1);
    cache.epoch(new TrackingEpoch(System.nanoTime() - HOUR_NANOS));
    keep(other);
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void a_record_lives_no_longer_than_in_redis() {
    cache.put(session, cache.mark(session.id()), 0);
    assertThat(cache.find(session.id())).isNull();
    assertThat(cache.before(session.id(), HOUR_NANOS)).isNull();
  }

  @Test
  void an_outage_is_bridged_for_the_grace_time() {
    TrackingEpoch silent = live();
    cache.epoch(silent);
    keep(session);
    silent.heard(System.nanoTime() - 500_000_000);
    cache.epoch(null);
    assertThat(cache.before(session.id(), HOUR_NANOS)).isSameAs(session);
    assertThat(cache.before(session.id(), 0)).isNull();
    cache.changed(session.id());
    assertThat(cache.before(session.id(), HOUR_NANOS)).isNull();
  }

  @Test
  void it_is_bounded_in_number_and_keeps_what_is_asked_for() {
    keep(session);
    for (int i = 0; i < 1000; i++) {
      keep(TestSessions.session("demo", "ann"));
      assertThat(cache.find(session.id())).isSameAs(session);
      assertThat(cache.size()).isLessThanOrEqualTo(101);
    }
  }

  @Test
  void it_is_bounded_in_bytes() {
    List<SessionRecord> large = IntStream.range(0, 50).mapToObj(i -> with(Set.of("x".repeat(100_000)))).toList();
    large.forEach(record -> {
      keep(record);
      assertThat(cache.size()).isLessThanOrEqualTo(11);
    });
    large.forEach(record -> cache.changed(record.id()));
    IntStream.range(0, 80).forEach(i -> keep(TestSessions.session("demo", "ann")));
    assertThat(cache.size()).as("nothing of what went is counted").isEqualTo(80);
  }
}
