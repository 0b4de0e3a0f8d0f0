package dev.gatehouse.feature.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** By a clock that the test moves. */
final class TimerWheelTest {

  private static final int TICK = TimerWheel.TICK_MILLIS;

  private long nanos = TimeUnit.DAYS.toNanos(3);
  /** When the alarm rings; 0 while it is not set. */
  private long alarm;
  private int alarms;
  private final TimerWheel wheel = new TimerWheel(() -> nanos, millis -> {
    alarm = nanos + TimeUnit.MILLISECONDS.toNanos(millis);
    alarms++;
  });
  private final List<Note> expired = new ArrayList<>();

  /** Notes when it expires. */
  private class Note extends Timeout {

    final long begun = nanos;
    final long millis;
    long at;

    Note(long millis) {
      this.millis = millis;
    }

    @Override
    protected void expired() {
      at = nanos;
      expired.add(this);
    }

    long waitedMillis() {
      return TimeUnit.NANOSECONDS.toMillis(at - begun);
    }
  }

  private Note add(long millis) {
    return add(new Note(millis));
  }

  private Note add(Note note) {
    wheel.add(note, note.millis);
    return note;
  }

  private void pass(long millis) {
    long end = nanos + TimeUnit.MILLISECONDS.toNanos(millis);
    while (alarm != 0 && alarm <= end) {
      nanos = alarm;
      alarm = 0;
      wheel.turn();
    }
    nanos = end;
  }

  @Test
  void a_deadline_passes_at_most_a_tick_late_and_never_early() {
    Random random = new Random(1);
    List<Note> all = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      all.add(add(random.nextInt(60_000)));
      pass(random.nextInt(20));
    }
    pass(60_000 + TICK);

    assertThat(expired).containsExactlyInAnyOrderElementsOf(all);
    assertThat(all).allSatisfy(note -> assertThat(note.waitedMillis()).isBetween(note.millis, note.millis + TICK + 1));
    assertThat(wheel.size()).isZero();
  }

  @Test
  void what_is_cancelled_does_not_expire_wherever_it_stands_in_its_slot() {
    for (int gone = 0; gone < 3; gone++) {
      expired.clear();
      List<Note> all = List.of(add(100), add(100), add(100));
      wheel.cancel(all.get(gone));
      wheel.cancel(all.get(gone));
      pass(200);

      assertThat(expired).hasSize(2).doesNotContain(all.get(gone));
      assertThat(wheel.size()).isZero();
    }
  }

  @Test
  void an_empty_wheel_sets_no_alarm_and_a_busy_one_few() {
    pass(10_000);
    assertThat(alarms).isZero();
    for (int i = 0; i < 10_000; i++) {
      Note call = add(30_000);
      pass(1);
      wheel.cancel(call);
    }
    pass(60_000);

    assertThat(alarms).as("10,000 calls of 1 ms").isLessThan(5);
    assertThat(alarm).as("still set").isZero();
  }

  @Test
  void a_nearer_deadline_rings_first() {
    Note far = add(5_000);
    Note near = add(50);
    pass(100);
    assertThat(expired).containsExactly(near);
    pass(5_000);
    assertThat(expired).containsExactly(near, far);
  }

  @Test
  void whoever_expires_may_cancel_and_add_others() {
    Note spared = new Note(100);
    Note again = new Note(100);
    Note first = new Note(100) {
      @Override
      protected void expired() {
        super.expired();
        wheel.cancel(spared);
        add(again);
      }
    };
    add(spared);
    add(first);
    pass(150);
    // Of one slot the latest expires first.
    assertThat(expired).containsExactly(first);
    pass(150);

    assertThat(expired).containsExactly(first, again);
  }

  @Test
  void one_that_fails_keeps_no_other_from_expiring() {
    add(new Note(100) {
      @Override
      protected void expired() {
        throw new IllegalStateException("the test's own");
      }
    });
    Note other = add(100);
    pass(200);

    assertThat(expired).containsExactly(other);
  }

  @Test
  void it_catches_up_after_a_pause_of_several_turns() {
    Note soon = add(100);
    Note late = add(20_000);
    Note later = add(200_000);
    nanos += TimeUnit.SECONDS.toNanos(100);
    wheel.turn();

    assertThat(expired).containsExactlyInAnyOrder(soon, late);
    assertThat(later.isPending()).isTrue();
    assertThat(alarm).isNotZero();
  }
}
