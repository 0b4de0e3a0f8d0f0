package dev.gatehouse.auth.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ManualClock;
import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AnonymousAccess;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Callers;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.Validity;
import dev.gatehouse.auth.key.AdmittedKeys;
import dev.gatehouse.auth.key.Credential;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.KeyState;
import dev.gatehouse.auth.key.KeyStore;
import dev.gatehouse.config.TenantConfig.Anonymous;
import dev.gatehouse.record.Patterns;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialWatchTest {

  private static final String ID = "0f3a9b2c1d4e";
  private static final String HOME = "192.0.2.1";
  private static final long SECOND = 1_000;
  private static final long TICK = 10;

  private final Map<String, String> record =
      new HashMap<>(Map.of("tenant", "demo", "salt", "5a17", "hash", "4a54".repeat(16), "tools", "*"));
  private final List<String> told = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final ManualClock clock = new ManualClock(Instant.parse("2026-06-01T12:00:00Z"));
  private long lastsMillis = -1;
  private boolean away;
  private boolean throwing;
  /** What the store has been asked and does not answer until it is told to; null when it answers at once. */
  private Deque<Runnable> pending;
  private final ManualScheduler time = new ManualScheduler();
  private final CredentialWatch keys = new CredentialWatch(clock, time);

  private Future<KeyRecord> find(Credential credential) {
    String keyId = credential.id();
    asked.add(keyId);
    if (throwing) {
      throw new IllegalStateException("closed");
    }
    if (away) {
      return Future.failedFuture("away");
    }
    KeyRecord read = read(keyId);
    if (pending == null) {
      return Future.succeededFuture(read);
    }
    Promise<KeyRecord> answer = Promise.promise();
    pending.add(() -> answer.complete(read));
    return answer.future();
  }

  private KeyRecord read(String keyId) {
    return KeyRecord.of(keyId, KeyState.of(record, null, -1), clock.instant(), lastsMillis);
  }

  private Principal principal(String keyId, String address) {
    return AdmittedKeys.holder(keyId, read(keyId), clock.instant(), address, this::find);
  }

  private Principal principal() {
    return principal(ID, HOME);
  }

  private Watch watch(Principal principal) {
    return keys.watch(principal, telling("call: "));
  }

  private Watch.Listener telling(String what) {
    return new Watch.Listener() {
      @Override
      public void changed(Principal rights) {
        told.add("may " + rights.grants().tool("add", false).allowed());
      }

      @Override
      public void ended(Admission.Refused why) {
        told.add(what + why.reason() + (why.reason() == AuthFailure.UNKNOWN ? ", " + why.detail() : ""));
      }
    };
  }

  private Watch watch() {
    return watch(principal());
  }

  private void changeAndTick() {
    keys.changed(ID);
    time.advance(TICK);
  }

  private void allChangedAndTick() {
    keys.allChanged();
    time.advance(TICK);
  }

  private void pass(long millis) {
    clock.pass(Duration.ofMillis(millis));
    time.advance(millis);
  }

  @Test
  void a_change_that_leaves_the_key_good_ends_nothing_and_tells_of_the_rights() {
    watch();
    record.put("tools", "other");
    told.clear();
    changeAndTick();

    assertThat(told).containsExactly("may false");
    assertThat(keys.size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"ips, 10.0.0.0/8, wrong address", "ips, 192.0.2.2, wrong address", "salt, 5a18, wrong secret",
      "hash, " + OTHER_HASH + ", wrong secret",
      "status, disabled, disabled", "exp, 1, expired", "nbf, 2027-01-01, not yet valid",
      "tenant, other, 'unknown key, the key has moved to another tenant'", "oops, 1, unreadable record"})
  void what_is_open_is_weighed_as_a_new_request_would_be(String field, String value, String reason) {
    watch();
    record.put(field, value);
    told.clear();
    changeAndTick();

    assertThat(told).containsExactly("call: " + reason);
    assertThat(keys.size()).isZero();
  }

  private static final String OTHER_HASH = "4a554a554a554a554a554a554a554a554a554a554a554a554a554a554a554a55";

  @Test
  void each_is_weighed_by_the_address_that_it_was_opened_from() {
    watch(principal(ID, "192.0.2.1"));
    watch(principal(ID, "198.51.100.7"));
    record.put("ips", "198.51.100.0/24");
    told.clear();
    changeAndTick();

    assertThat(told).containsExactlyInAnyOrder("call: wrong address", "may true");
    assertThat(keys.size()).isEqualTo(1);
  }

  @Test
  void a_key_is_asked_for_once_however_much_it_has_open_and_no_other_key_is() {
    for (int i = 0; i < 100; i++) {
      watch();
      watch(principal("another" + i, HOME));
    }
    asked.clear();
    for (int i = 0; i < 50; i++) {
      keys.changed(ID);
      keys.changed("nobody");
    }
    time.advance(TICK);
    assertThat(asked).containsExactly(ID);
    asked.clear();
    pass(SECOND);
    assertThat(asked).as("time alone asks nothing").isEmpty();
  }

  @Test
  void when_any_key_may_have_changed_all_are_asked_for_a_batch_after_the_other() {
    for (int i = 0; i < 1_000; i++) {
      watch(principal("key" + i, HOME));
    }
    asked.clear();
    pending = new ArrayDeque<>();
    keys.allChanged();
    keys.allChanged();
    int most = 0;
    for (int i = 0; i < 100 && asked.size() < 1_000; i++) {
      time.advance(TICK);
      most = Math.max(most, pending.size());
      while (!pending.isEmpty()) {
        pending.remove().run();
      }
    }
    assertThat(asked).hasSize(1_000).doesNotHaveDuplicates();
    assertThat(most).isLessThanOrEqualTo(256);
  }

  @Test
  void answers_that_come_in_another_order_do_not_bring_back_old_rights() {
    watch();
    pending = new ArrayDeque<>();
    record.put("tools", "old");
    watch();
    record.put("tools", "add");
    changeAndTick();
    told.clear();
    pending.removeLast().run();
    assertThat(told).contains("may true");
    told.clear();
    pending.remove().run();
    assertThat(told).isEmpty();
  }

  @Test
  void a_key_that_is_let_in_no_more_ends_what_runs_and_then_what_holds_it_once() {
    AtomicBoolean busy = new AtomicBoolean(true);
    keys.watchHolder(principal(), busy::get, telling("session: "));
    watch();
    told.clear();
    record.put("status", "disabled");
    time.advance(TICK);
    assertThat(told).as("nobody said that anything changed").isEmpty();
    for (int i = 0; i < 10; i++) {
      changeAndTick();
    }
    assertThat(told).as("the call has not said yet why it ends").containsExactly("call: disabled");
    busy.set(false);
    time.advance(2 * TICK);

    assertThat(told).containsExactly("call: disabled", "session: disabled");
    assertThat(keys.size()).isZero();
  }

  @Test
  void an_end_in_time_needs_no_change_and_no_store() {
    record.put("exp", "2026-06-01T12:00:01Z");
    watch();
    told.clear();
    away = true;
    time.advance(TICK);
    assertThat(told).isEmpty();
    pass(SECOND + 1);

    assertThat(told).containsExactly("call: expired");
  }

  @Test
  void an_end_that_was_put_off_is_put_off() {
    record.put("exp", "2026-06-01T12:00:01Z");
    watch();
    record.put("exp", "2026-06-01T12:00:05Z");
    told.clear();
    pass(2 * SECOND);
    assertThat(told).containsExactly("may true");
    pass(3 * SECOND);
    assertThat(told).containsExactly("may true", "call: expired");
  }

  @Test
  void the_end_of_a_record_that_the_key_depends_on_needs_no_change_either() {
    lastsMillis = 1_000;
    watch();
    told.clear();
    record.put("oops", "1");
    time.advance(TICK);
    assertThat(told).isEmpty();
    pass(SECOND + 1);

    assertThat(told).containsExactly("call: unreadable record");
  }

  @Test
  void only_keys_that_are_due_are_asked_for() {
    for (int i = 0; i < 60; i++) {
      record.put("exp", "2026-06-01T12:%02d:00Z".formatted(59 - i == 0 ? 59 : 59 - i));
      watch(principal("key" + i, HOME));
    }
    record.put("exp", "2026-06-01T13:00:00Z");
    asked.clear();
    pass(150 * SECOND);
    assertThat(asked).containsExactlyInAnyOrder("key57", "key58");
  }

  @Test
  void while_the_store_is_away_what_is_open_stays_open_and_is_asked_for_again() {
    watch();
    told.clear();
    away = true;
    changeAndTick();
    assertThat(told).isEmpty();
    away = false;
    record.put("status", "disabled");
    pass(SECOND);
    assertThat(told).as("without another change").containsExactly("call: disabled");
  }

  @Test
  void a_key_that_changed_between_its_admission_and_the_watch_ends_at_once() {
    Principal before = principal();
    record.put("tenant", "other");
    watch(before);

    assertThat(told).containsExactly("call: unknown key, the key has moved to another tenant");
  }

  /** A store that knows the current record of its key without reading it. */
  private record Cached(AtomicReference<KeyRecord> current, List<String> asked) implements KeyStore {

    @Override
    public KeyRecord current(String keyId) {
      return current.get();
    }

    @Override
    public Future<KeyRecord> find(Credential credential) {
      asked.add(credential.id());
      return Future.failedFuture("away");
    }
  }

  @Test
  void a_key_that_the_store_knows_is_not_read_when_something_is_opened() {
    AtomicReference<KeyRecord> current = new AtomicReference<>(read(ID));
    KeyStore store = new Cached(current, asked);
    Principal before = AdmittedKeys.holder(ID, current.get(), clock.instant(), HOME, store);
    keys.watch(before, telling("call: "));
    assertThat(told).isEmpty();

    record.put("tools", "other");
    current.set(read(ID));
    keys.watch(before, telling("call: "));
    assertThat(told).containsExactly("may false");

    record.put("status", "disabled");
    current.set(read(ID));
    keys.watch(before, telling("call: "));
    assertThat(told).containsExactly("may false", "call: disabled");
    assertThat(keys.size()).isEqualTo(2);
    assertThat(asked).isEmpty();

    current.set(null);
    keys.watch(before, telling("call: "));
    assertThat(asked).as("it may have changed").containsExactly(ID);
  }

  @Test
  void a_caller_who_was_never_admitted_has_nothing_open() {
    Principal nobody = new Principal("demo", ID, null, null, principal().grants(), principal().limits(), ID, false, null, "abcd1234");
    keys.watch(nobody, telling("call: "));
    assertThat(told).containsExactly("call: unreadable record");
    assertThat(keys.size()).isZero();
  }

  @Test
  void a_record_that_is_read_again_and_says_the_same_is_not_told_of() {
    watch();
    told.clear();
    changeAndTick();
    assertThat(told).isEmpty();
  }

  @Test
  void what_was_closed_is_left_alone_and_so_are_callers_without_a_key() {
    watch().close();
    Watch anonymous = keys.watch(Callers.anonymous("demo", Patterns.none(), List.of(), HOME), telling("anonymous: "));
    told.clear();
    record.put("status", "disabled");
    changeAndTick();

    assertThat(told).isEmpty();
    anonymous.close();
    assertThat(keys.size()).isZero();
  }

  @Test
  void a_key_that_nobody_uses_any_more_is_forgotten_and_one_in_use_is_not() {
    record.put("exp", "2027-01-01T00:00:00Z");
    Watch open = watch();
    assertThat(keys.inUse()).containsExactly(ID);
    pass(10 * SECOND);
    assertThat(keys.inUse()).containsExactly(ID);
    open.close();
    time.advance(TICK);
    assertThat(keys.inUse()).as("it may be back in a moment").containsExactly(ID);
    pass(3 * SECOND);
    assertThat(keys.inUse()).isEmpty();
    watch();
    told.clear();
    record.put("status", "disabled");
    changeAndTick();
    assertThat(told).containsExactly("call: disabled");
  }

  @Test
  void what_callers_without_a_key_have_open_follows_what_their_tenant_lets_them_do() {
    AtomicReference<Anonymous> rule = new AtomicReference<>(new Anonymous(Patterns.tools("add"), List.of()));
    AnonymousAccess access = new AnonymousAccess(tenant -> tenant.equals("demo") ? rule.get() : null);
    Watch over = keys.watch(access.admit("demo", HOME), telling("over: "));
    over.close();
    keys.watch(access.admit("demo", HOME), telling("open: "));
    allChangedAndTick();
    assertThat(told).as("nothing is other than it was").isEmpty();

    rule.set(new Anonymous(Patterns.tools("other"), List.of()));
    allChangedAndTick();
    assertThat(told).containsExactly("may false");

    Anonymous again = new Anonymous(Patterns.tools("add"), List.of());
    rule.set(again);
    allChangedAndTick();
    assertThat(told).containsExactly("may false", "may true");

    rule.set(null);
    allChangedAndTick();
    allChangedAndTick();
    assertThat(told).containsExactly("may false", "may true", "open: no credential");
  }

  @Test
  void a_caller_without_a_key_who_was_admitted_before_the_change_ends_at_once() {
    AtomicReference<Anonymous> rule = new AtomicReference<>(new Anonymous(Patterns.tools("add"), List.of()));
    Principal early = new AnonymousAccess(tenant -> rule.get()).admit("demo", HOME);
    rule.set(null);
    keys.watch(early, telling("late: "));
    assertThat(told).containsExactly("late: no credential");
  }

  @Test
  void a_rule_that_was_read_before_a_change_does_not_undo_it() {
    AtomicReference<Anonymous> rule = new AtomicReference<>(new Anonymous(Patterns.tools("add"), List.of()));
    AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    AnonymousAccess access = new AnonymousAccess(tenant -> {
      Anonymous read = rule.get();
      meanwhile.getAndSet(() -> {}).run();
      return read;
    });
    Principal early = access.admit("demo", HOME);
    keys.watch(early, telling("open: "));
    rule.set(new Anonymous(Patterns.tools("add*"), List.of()));
    meanwhile.set(() -> {
      rule.set(new Anonymous(Patterns.tools("other"), List.of()));
      allChangedAndTick();
    });

    keys.watch(early, telling("late: "));
    assertThat(told.get(told.size() - 1)).as("the change is the last that is told").isEqualTo("may false");

    AtomicReference<Validity.State> later = new AtomicReference<>();
    meanwhile.set(() -> later.set(early.validity().read().result()));
    Validity.State before = early.validity().read().result();
    assertThat(later.get().serial()).as("it began later").isGreaterThan(before.serial());
  }

  @Test
  void one_that_cannot_be_told_is_ended_and_keeps_no_other_from_its_end() {
    keys.watch(principal(), new Watch.Listener() {
      @Override
      public void changed(Principal rights) {
        throw new IllegalStateException("changed");
      }

      @Override
      public void ended(Admission.Refused why) {
        told.add("broken: " + why.reason());
        throw new IllegalStateException("ended");
      }
    });
    record.put("tools", "other");
    changeAndTick();
    assertThat(told).containsExactly("broken: unreadable record");

    watch();
    keys.watch(principal(), new Watch.Listener() {
      @Override
      public void changed(Principal rights) {
        told.add("may");
      }

      @Override
      public void ended(Admission.Refused why) {
        throw new IllegalStateException("ended");
      }
    });
    told.clear();
    record.put("status", "disabled");
    changeAndTick();
    assertThat(told).containsExactly("call: disabled");
    assertThat(keys.size()).isZero();
  }

  @Test
  void a_store_that_throws_has_not_answered_and_is_asked_again() {
    watch();
    record.put("status", "disabled");
    told.clear();
    throwing = true;
    changeAndTick();
    assertThat(told).isEmpty();

    throwing = false;
    pass(SECOND);
    assertThat(told).containsExactly("call: disabled");
  }

  @Test
  void while_nothing_changes_nothing_is_scheduled() {
    assertThat(time.scheduled()).isZero();
    for (int i = 0; i < 1_000; i++) {
      watch(principal("key" + i, HOME));
    }
    pass(SECOND);
    assertThat(time.scheduled()).as("open streams cost nothing").isZero();
    changeAndTick();
    watch().close();
    pass(3 * SECOND);
    assertThat(time.scheduled()).as("what was to be done is done").isZero();
  }

  @Test
  void one_timer_is_armed_for_the_next_of_all_expiries() {
    for (int i = 0; i < 1_000; i++) {
      record.put("exp", "2026-06-01T12:%02d:30Z".formatted(i % 60));
      watch(principal("key" + i, HOME));
    }
    pass(SECOND);
    assertThat(time.scheduled()).isEqualTo(1);
  }
}
