package dev.gatehouse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;

/** Whatever is said, what the log shows as the host's line is the host's. */
final class LogLineTest {

  private final LoggerContext context = new LoggerContext();
  private final LogLine line = new LogLine();

  private String shown(String message, Throwable thrown) {
    return line
        .text(new LoggingEvent(getClass().getName(), context.getLogger("dev.gatehouse.Some"), Level.WARN, message, thrown, null));
  }

  @Test
  void a_line_has_a_date_a_level_a_logger_and_what_is_said() {
    assertThat(shown("all is well", null)).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+\\S+ WARN  Some: all is well\n");
  }

  @Test
  void what_is_said_begins_no_line_of_its_own() {
    assertThat(shown("one\n2026-01-01T00:00:00.000Z ERROR Host: forged\r\u001b[31mred\u009b0m", null))
        .endsWith(" WARN  Some: one\n  2026-01-01T00:00:00.000Z ERROR Host: forged??[31mred?0m\n");
    assertThat(shown("failed", new IllegalStateException("one\n2026-01-01T00:00:00.000Z ERROR Host: forged\u001b[31m")))
        .contains("failed\njava.lang.IllegalStateException: one\n  2026-01-01T00:00:00.000Z ERROR Host: forged?[31m\n\tat dev.gatehouse.");
  }

  @Test
  void what_turns_the_direction_of_text_or_is_invisible_is_replaced() {
    assertThat(shown("a\u202eb\u2066c\u200bd\u2028e\ufefff", null)).endsWith("Some: a?b?c?d?e?f\n");
  }

  @Test
  void nobody_fills_the_log_with_one_line() {
    String shown = shown("x".repeat(1_000_000), new IllegalStateException("y".repeat(1_000_000)));

    assertThat(shown.length()).isBetween(60_000, 70_000);
    assertThat(shown.substring(shown.length() - 2)).as("what comes next has a line of its own").isEqualTo("y\n");
  }
}
