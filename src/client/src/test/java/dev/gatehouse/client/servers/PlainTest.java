package dev.gatehouse.client.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTest {

  @Test
  void control_characters_go_and_letters_stay() {
    assertThat(Plain.text("a\u001b[31mb\u0007\rc\u202ed\u009b")).isEqualTo("a[31mbcd");
    assertThat(Plain.text("zwei\n\tLinien, \u00fcber \ud83d\udc69\u200d\ud83d\udcbb"))
        .isEqualTo("zwei\n\tLinien, \u00fcber \ud83d\udc69\u200d\ud83d\udcbb");
  }

  @Test
  void a_line_is_one_line_and_no_longer_than_asked() {
    assertThat(Plain.line(" a\r\n  b ")).isEqualTo("a b");
    assertThat(Plain.line("0123456789", 8)).isEqualTo("01234...");
  }
}
