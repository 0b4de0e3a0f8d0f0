package dev.gatehouse.redis.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.key.Credential;
import dev.gatehouse.auth.key.KeyState;
import dev.gatehouse.redis.connection.TrackingEpoch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a slot can be when a push comes, and that the push finds it there. */
class KeyCacheTest {

  private static final String ID = "0f3a9c21b7de";
  private static final String ROLE = "mcp:role:demo:reader";
  private static final int MOST = 4;

  private final Set<String> inUse = new HashSet<>();
  private final KeyCache cache = new KeyCache(MOST, MOST, inUse::contains);
  /** Live for longer than any test. */
  private final TrackingEpoch hearing = new TrackingEpoch(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
  private final List<String> told = new ArrayList<>();

  /** What a push does. */
  private enum Push {
    KEY((cache, told) -> cache.changed(ID)),
    ROLE_OF_THE_KEY((cache, told) -> cache.changed(ROLE, told::add)),
    FLUSH((cache, told) -> cache.clear());

    private final BiConsumer<KeyCache, List<String>> action;

    Push(BiConsumer<KeyCache, List<String>> action) {
      this.action = action;
    }
  }

  static Stream<Push> pushes() {
    return Stream.of(Push.values());
  }

  private CacheSlot begun(String keyId) {
    CacheSlot slot = new CacheSlot(Credential.ofKey(keyId), hearing);
    assertThat(cache.join(slot)).isSameAs(slot);
    cache.dependsOn(slot, Set.of(ROLE, "mcp:tenant:demo"));
    return slot;
  }

  private static CacheSlot filled(CacheSlot slot, Map<String, String> fields) {
    slot.fill(new RecordReader.Read(KeyState.of(fields, null, -1), -1, List.of(slot.id())), System.nanoTime(), Instant.now(), 0);
    return slot;
  }

  private static CacheSlot filled(CacheSlot slot) {
    return filled(slot, Map.of("tenant", "demo", "salt", "00", "hash", "11".repeat(32)));
  }

  private CacheSlot placed(String keyId) {
    CacheSlot slot = filled(begun(keyId));
    cache.place(slot);
    return slot;
  }

  /** More than the cache holds, so that whatever can be evicted is. */
  private void others() {
    for (int i = 0; i < 20 * MOST; i++) {
      placed("other" + i);
      CacheSlot nobody = new CacheSlot(Credential.ofKey("nobody" + i), hearing);
      cache.join(nobody);
      cache.place(filled(nobody, Map.of()));
    }
  }

  @ParameterizedTest
  @MethodSource("pushes")
  void a_push_finds_what_is_being_read_however_full_the_cache_is(Push push) {
    CacheSlot slot = begun(ID);
    others();
    push.action.accept(cache, told);
    assertThat(slot.isDropped()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("pushes")
  void a_push_finds_what_has_been_read_and_does_not_stand_in_its_place_yet(Push push) {
    CacheSlot slot = filled(begun(ID));
    others();
    push.action.accept(cache, told);
    cache.place(slot);
    assertThat(slot.isDropped()).isTrue();
    assertThat(cache.usable(ID)).isNull();
  }

  @ParameterizedTest
  @MethodSource("pushes")
  void a_push_finds_what_stands_in_its_place(Push push) {
    CacheSlot slot = placed(ID);
    assertThat(cache.usable(ID)).isSameAs(slot);
    push.action.accept(cache, told);
    assertThat(slot.isDropped()).isTrue();
    assertThat(cache.usable(ID)).isNull();
  }

  @Test
  void what_is_evicted_is_not_used_again() {
    placed(ID);
    others();
    assertThat(cache.usable(ID)).isNull();
    assertThat(cache.knows(ID)).isFalse();
  }

  @Test
  void keys_in_use_stay() {
    inUse.add(ID);
    CacheSlot slot = placed(ID);
    others();
    assertThat(cache.usable(ID)).isSameAs(slot);
  }

  @Test
  void a_cache_full_of_keys_in_use_is_seldom_searched() {
    AtomicInteger asked = new AtomicInteger();
    KeyCache full = new KeyCache(640, 640, id -> asked.incrementAndGet() > 0);
    for (int i = 0; i < 740; i++) {
      CacheSlot slot = new CacheSlot(Credential.ofKey("key" + i), hearing);
      full.join(slot);
      full.place(filled(slot));
    }
    assertThat(asked).as("a hundred keys more, and ten in 640 are evicted at once").hasValueLessThan(11 * 740);
  }

  @Test
  void a_change_concerns_those_that_depend_on_it_and_no_others() {
    placed(ID);
    CacheSlot other = new CacheSlot(Credential.ofKey("other"), hearing);
    cache.join(other);
    cache.dependsOn(other, Set.of("mcp:role:demo:writer"));
    cache.place(filled(other));
    cache.changed(ROLE, told::add);
    assertThat(told).containsExactly(ID);
    assertThat(cache.usable("other")).isSameAs(other);
    cache.changed("mcp:role:demo:unheard", told::add);
    assertThat(told).containsExactly(ID);
  }

  @Test
  void what_has_left_the_cache_leaves_no_trace() {
    others();
    CacheSlot lost = begun("lost");
    cache.abandon(lost);
    for (int i = 0; i < 3; i++) {
      placed(ID);
      cache.changed(ID);
    }
    assertThat(cache.records()).isEqualTo(2);
    cache.clear();
    assertThat(cache.records()).isZero();
  }

  @Test
  void a_key_that_an_operator_edits_is_known_and_one_that_does_not_exist_is_until_it_is_made() {
    placed(ID);
    cache.changed(ID);
    assertThat(cache.knows(ID)).isTrue();
    CacheSlot nobody = new CacheSlot(Credential.ofKey("nobody"), hearing);
    cache.join(nobody);
    assertThat(cache.knows("nobody")).as("it is being asked for").isTrue();
    cache.place(filled(nobody, Map.of()));
    assertThat(cache.knows("nobody")).isTrue();
    cache.changed("nobody");
    assertThat(cache.knows("nobody")).isFalse();
  }
}
