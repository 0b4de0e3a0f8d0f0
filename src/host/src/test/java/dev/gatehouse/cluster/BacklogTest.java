package dev.gatehouse.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {

  private static final int MESSAGE = 1 << 20;

  @Test
  void what_waits_is_bounded_however_much_is_sent() {
    Backlog backlog = new Backlog(50L << 20);
    int waiting = 0;
    for (int i = 0; i < 1_000; i++) {
      waiting += backlog.add(MESSAGE) ? 1 : 0;
    }
    assertThat(waiting).isEqualTo(49);
    backlog.remove(MESSAGE);
    assertThat(backlog.add(MESSAGE)).isTrue();
    assertThat(backlog.add(MESSAGE)).isFalse();
  }

  @Test
  void empty_messages_take_room_too() {
    Backlog backlog = new Backlog(1 << 20);
    int waiting = 0;
    while (backlog.add(0)) {
      waiting++;
    }
    assertThat(waiting).isEqualTo(1_024);
  }
}
