package dev.gatehouse.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RedisProblemsTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(RedisProblems.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private long nanos;
  private final RedisProblems troubles = new RedisProblems("h:1", () -> nanos);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
  }

  private void after(int seconds) {
    nanos += TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void a_reason_is_logged_when_it_is_new_and_when_it_changes() {
    troubles.begin("refuses limits", "OOM");
    troubles.begin("refuses limits", "OOM");
    troubles.begin("refuses limits", "READONLY");
    assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("Redis at h:1 refuses limits: OOM", "Redis at h:1 refuses limits: READONLY");
  }

  @Test
  void reasons_that_take_turns_are_logged_once_a_minute() {
    for (int i = 0; i < 130; i++, after(1)) {
      troubles.begin("refuses limits", i % 2 == 0 ? "OOM" : "READONLY");
      troubles.end("refuses limits");
    }
    assertThat(log.list).hasSizeBetween(4, 6);
  }

  @Test
  void what_nobody_met_for_a_minute_is_over() {
    troubles.begin("refuses limits", "OOM");
    after(50);
    troubles.begin("refuses hgetall", "NOPERM");
    assertThat(troubles.all()).containsExactly("refuses hgetall: NOPERM", "refuses limits: OOM");
    after(20);
    assertThat(troubles.all()).containsExactly("refuses hgetall: NOPERM");
    after(50);
    assertThat(troubles.all()).isEmpty();
    assertThat(troubles.any()).isFalse();
  }

  @Test
  void the_end_is_told_to_whoever_notes_it_first() {
    troubles.begin("refuses limits", "OOM");
    troubles.begin("cannot be used", "WRONGPASS");
    assertThat(troubles.end("refuses limits")).isTrue();
    assertThat(troubles.end("refuses limits")).isFalse();
    assertThat(troubles.any()).isTrue();
    troubles.endAll("cannot");
    assertThat(troubles.any()).isFalse();
  }

  @Test
  void a_reason_is_one_short_line() {
    troubles.begin("x", "a\r\nb\u001b[0m" + "c".repeat(1_000));
    assertThat(troubles.all()).singleElement().asString().startsWith("x: a b [0mccc").hasSizeLessThan(310);
  }
}
