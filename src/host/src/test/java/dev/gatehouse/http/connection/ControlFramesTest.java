package dev.gatehouse.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControlFramesTest {

  private long now;

  @Test
  void so_many_in_a_window_and_no_more() {
    ControlFrames frames = new ControlFrames(() -> now);
    for (int i = 0; i < ControlFrames.MOST; i++) {
      assertThat(frames.isOneTooMany()).isFalse();
    }
    assertThat(frames.isOneTooMany()).isTrue();

    now += ControlFrames.WINDOW_NANOS + 1;
    assertThat(frames.isOneTooMany()).isFalse();
  }
}
