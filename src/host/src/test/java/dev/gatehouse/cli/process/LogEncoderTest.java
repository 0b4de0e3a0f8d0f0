package dev.gatehouse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.rpc.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The log as JSON: one object a line, whatever is said. */
class LogEncoderTest {

  private final LoggerContext context = new LoggerContext();

  private String line(String message, Throwable thrown) {
    return new String(LogEncoder.json(new LoggingEvent(getClass().getName(), context.getLogger("dev.gatehouse.Some"), Level.WARN, message,
        thrown, null)), StandardCharsets.UTF_8);
  }

  private static JsonNode read(String line) throws Exception {
    assertThat(line).endsWith("}\n").hasLineCount(1);
    return Json.read(Buffer.buffer(line));
  }

  @Test
  void an_event_is_an_object_with_time_level_logger_thread_and_message() throws Exception {
    JsonNode line = read(line("all \"is\" well\n\u001b[31m", null));

    assertThat(Instant.parse(line.path("time").textValue())).isBeforeOrEqualTo(Instant.now());
    assertThat(line.path("level").textValue()).isEqualTo("WARN");
    assertThat(line.path("logger").textValue()).isEqualTo("dev.gatehouse.Some");
    assertThat(line.path("thread").textValue()).isEqualTo(Thread.currentThread().getName());
    assertThat(line.path("message").textValue()).isEqualTo("all \"is\" well\n\u001b[31m");
    assertThat(line.has("stack")).isFalse();
  }

  @Test
  void an_exception_is_a_text_with_its_stack() throws Exception {
    assertThat(read(line("failed", new IllegalStateException("one\ntwo"))).path("stack").textValue())
        .startsWith("java.lang.IllegalStateException: one\ntwo").contains("\tat dev.gatehouse.cli.process.LogEncoderTest");
  }

  @Test
  void nobody_fills_the_log_with_one_line() {
    assertThat(line("x".repeat(1_000_000), new IllegalStateException("y".repeat(1_000_000))).length()).isBetween(60_000, 70_000);
  }

  @Test
  void a_line_beside_the_logger_has_the_same_form() throws Exception {
    JsonNode line = read(new String(LogEncoder.json(Instant.EPOCH, "WARN", "Stderr", "3 lines were dropped"), StandardCharsets.UTF_8));
    assertThat(line.toString()).isEqualTo("{\"time\":\"1970-01-01T00:00:00Z\",\"level\":\"WARN\",\"logger\":\"Stderr\","
        + "\"message\":\"3 lines were dropped\"}");
  }
}
