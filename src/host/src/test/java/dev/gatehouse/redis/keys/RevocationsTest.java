package dev.gatehouse.redis.keys;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.key.Credential;
import dev.gatehouse.auth.key.KeyState;
import dev.gatehouse.redis.connection.TrackingEpoch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class RevocationsTest {

  private static final int KEYS = 3_000;
  private static final int MOST_IN_COMMAND = 256;
  private static final int MOST_COMMANDS = 4;

  /** A question that Redis has been sent. */
  private record Asked(List<List<String>> members, Promise<List<String>> answer) {

    void answer(String revoked) {
      answer.complete(members.stream().map(some -> some.contains(revoked) ? revoked : null).toList());
    }
  }

  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<CacheSlot> inUse = new CopyOnWriteArrayList<>();
  private Revocations revocations;

  @BeforeEach
  void begin(Vertx vertx) {
    revocations = new Revocations(members -> {
      Promise<List<String>> answer = Promise.promise();
      asked.add(new Asked(members, answer));
      return answer.future();
    }, vertx.getOrCreateContext(), () -> inUse, told::add);
  }

  private CacheSlot slot(String keyId) {
    CacheSlot slot = new CacheSlot(Credential.ofKey(keyId), new TrackingEpoch(System.nanoTime()));
    KeyState state = KeyState.of(Map.of("tenant", "demo", "salt", "00", "hash", "11".repeat(32)), null, -1);
    slot.fill(new RecordReader.Read(state, -1, List.of(keyId, "tenant:demo")), System.nanoTime(), Instant.now(), revocations.told());
    return slot;
  }

  private CacheSlot inUse(String keyId) {
    CacheSlot slot = slot(keyId);
    inUse.add(slot);
    return slot;
  }

  private Asked next() throws InterruptedException {
    eventually(() -> !asked.isEmpty());
    return asked.remove();
  }

  @Test
  void an_answer_from_before_a_change_is_not_used_for_long_when_redis_does_not_say() throws InterruptedException {
    CacheSlot slot = inUse("a");
    assertThat(revocations.isGood(slot.answer())).isTrue();
    revocations.changed();
    eventually(() -> !asked.isEmpty()); // the first round has begun before the set changes again
    eventually(() -> !revocations.isGood(slot.answer()));
    revocations.changed();
    assertThat(revocations.isGood(slot.answer())).as("a later change does not give it more time").isFalse();
    next().answer("nobody");
    next().answer("nobody");
    eventually(() -> revocations.isGood(slot.answer()));
    assertThat(told).isEmpty();
  }

  @Test
  void a_key_that_is_not_in_use_is_not_used_from_before_a_change_that_has_been_settled() throws InterruptedException {
    CacheSlot used = inUse("a");
    CacheSlot idle = slot("b");
    revocations.changed();
    next().answer("nobody");
    eventually(() -> revocations.isCurrent(used.answer()));
    eventually(() -> !revocations.isGood(idle.answer()));
    Future<CacheSlot> answer = revocations.ask(idle);
    Asked question = next();
    assertThat(question.members()).containsExactly(List.of("b", "tenant:demo"));
    question.answer("b");
    eventually(answer::isComplete);
    assertThat(idle.answer().revokedBy()).isNotNull();
    assertThat(revocations.isGood(idle.answer())).isTrue();
  }

  @Test
  void a_key_that_comes_into_use_during_a_round_is_asked_for_too() throws InterruptedException {
    CacheSlot late = slot("late");
    inUse("a");
    revocations.changed();
    Asked first = next();
    inUse.add(late);
    assertThat(first.members()).containsExactly(List.of("a", "tenant:demo"));
    first.answer("late");
    next().answer("late");
    eventually(() -> late.answer().revokedBy() != null);
    assertThat(told).containsExactly("late");
  }

  @Test
  void changes_that_come_together_are_one_round_and_only_who_is_revoked_is_told() throws InterruptedException {
    for (int i = 0; i < KEYS; i++) {
      inUse("key" + i);
    }
    revocations.changed();
    Asked first = next();
    for (int i = 0; i < 1_000; i++) {
      revocations.changed();
    }
    first.answer("key7");
    List<String> members = new ArrayList<>(idsIn(first));
    while (members.size() < 2 * KEYS) {
      Asked question = next();
      assertThat(asked.size()).isLessThan(MOST_COMMANDS);
      assertThat(question.members()).hasSizeLessThanOrEqualTo(MOST_IN_COMMAND);
      members.addAll(idsIn(question));
      question.answer("key7");
    }
    eventually(() -> inUse.stream().allMatch(slot -> revocations.isCurrent(slot.answer())));
    assertThat(asked).as("the round that was under way, and one for all the changes during it").isEmpty();
    assertThat(members.subList(0, KEYS)).doesNotHaveDuplicates();
    assertThat(members.subList(KEYS, 2 * KEYS)).doesNotHaveDuplicates();
    assertThat(told).containsExactly("key7");
  }

  private static List<String> idsIn(Asked question) {
    return question.members().stream().map(some -> some.get(0)).toList();
  }

  @Test
  void what_redis_did_not_answer_is_asked_again_and_nobody_is_let_in_meanwhile() throws InterruptedException {
    CacheSlot slot = inUse("a");
    revocations.changed();
    eventually(() -> !revocations.isGood(slot.answer()));
    Future<CacheSlot> answer = revocations.ask(slot);
    next().answer().fail("away");
    eventually(() -> !asked.isEmpty() || answer.isComplete());
    assertThat(revocations.isGood(slot.answer())).isFalse();
    next().answer("a");
    eventually(answer::isComplete);
    eventually(() -> slot.answer().revokedBy() != null);
    assertThat(told).containsExactly("a");
  }
}
