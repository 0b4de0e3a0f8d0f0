package dev.gatehouse.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.config.Patterns;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class KeyWatchTest {

  private static final String ID = "0f3a9b2c1d4e";

  private final Map<String, String> record = new HashMap<>(Map.of("tenant", "demo", "salt", "5a17", "hash", "4a54".repeat(16)));
  private final List<String> told = new ArrayList<>();
  private Instant now = Instant.parse("2026-06-01T12:00:00Z");
  private boolean away;
  private final KeyWatch keys = new KeyWatch(keyId -> away ? Future.failedFuture("away")
      : Future.succeededFuture(KeyRecord.of(keyId, KeyState.of(record, false, -1), now)), new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      });

  private Principal principal() {
    return ((Admission.Admitted) KeyRecord.of(ID, KeyState.of(record, false, -1), now).at(now)).principal();
  }

  private KeyWatch.Watch watch() {
    return keys.watch(principal(), refused -> told.add("call: " + refused.reason()));
  }

  @Test
  void a_change_that_leaves_the_key_good_ends_nothing() {
    watch();
    record.put("tools", "other");
    keys.changed();
    keys.tick();

    assertThat(told).isEmpty();
    assertThat(keys.size()).isEqualTo(1);
  }

  @Test
  void a_key_that_is_let_in_no_more_ends_what_runs_and_then_what_holds_it_once() {
    AtomicBoolean busy = new AtomicBoolean(true);
    keys.watchHolder(principal(), busy::get, refused -> told.add("session: " + refused.reason()));
    watch();
    record.put("status", "disabled");
    keys.tick();
    assertThat(told).as("nobody said that anything changed").isEmpty();
    keys.changed();
    keys.tick();
    for (int i = 0; i < 10; i++) {
      keys.changed();
      keys.tick();
    }
    assertThat(told).as("the call has not said yet why it ends").containsExactly("call: disabled");
    busy.set(false);
    keys.tick();
    keys.tick();

    assertThat(told).containsExactly("call: disabled", "session: disabled");
    assertThat(keys.size()).isZero();
  }

  @Test
  void an_end_in_time_needs_no_change_and_no_store() {
    record.put("exp", "2026-06-01T12:00:01Z");
    watch();
    away = true;
    keys.tick();
    assertThat(told).isEmpty();
    now = now.plusSeconds(1);
    keys.tick();

    assertThat(told).containsExactly("call: expired");
  }

  @Test
  void an_end_that_was_put_off_is_put_off() {
    record.put("exp", "2026-06-01T12:00:01Z");
    watch();
    record.put("exp", "2026-06-01T12:00:05Z");
    now = now.plusSeconds(2);
    keys.tick();
    assertThat(told).isEmpty();
    now = now.plusSeconds(3);
    keys.tick();
    assertThat(told).containsExactly("call: expired");
  }

  @Test
  void while_the_store_is_away_what_is_open_stays_open() {
    watch();
    away = true;
    keys.changed();
    keys.tick();
    assertThat(told).isEmpty();
  }

  @Test
  void a_key_that_changed_between_its_admission_and_the_watch_ends_at_once() {
    Principal before = principal();
    record.put("tenant", "other");
    keys.watch(before, refused -> told.add(refused.detail()));

    assertThat(told).containsExactly("the key has moved to another tenant");
  }

  @Test
  void what_was_closed_is_left_alone_and_so_are_callers_without_a_key() {
    watch().close();
    keys.watch(Principal.anonymous("demo", Patterns.none(), List.of(), "192.0.2.1"), refused -> told.add("anonymous"));
    record.put("status", "disabled");
    keys.changed();
    keys.tick();

    assertThat(told).isEmpty();
    assertThat(keys.size()).isZero();
  }
}
