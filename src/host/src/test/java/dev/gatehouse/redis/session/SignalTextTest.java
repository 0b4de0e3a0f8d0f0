package dev.gatehouse.redis.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.legacy.SessionStore.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTextTest {

  @ParameterizedTest
  @EnumSource(Signal.Kind.class)
  void a_message_is_read_as_it_was_written(Signal.Kind kind) {
    SignalText text = new SignalText(1 << 20, new Signal(kind, "4f1c", "{\"a\": \"b c\"}\n"));
    assertThat(SignalText.read(text.write())).isEqualTo(text);
  }

  @Test
  void content_may_be_empty() {
    assertThat(SignalText.read("7 CANCEL 4f1c ")).isEqualTo(new SignalText(7, new Signal(Signal.Kind.CANCEL, "4f1c", "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "7 ANSWER", "7 ANSWER 4f1c", "x ANSWER 4f1c {}", "7 WHAT 4f1c {}", "99999999999 ANSWER 4f1c {}"})
  void what_is_not_known_is_ignored(String text) {
    assertThat(SignalText.read(text)).isNull();
  }
}
