package dev.gatehouse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The log of a process without a logging configuration of its own. */
final class LogSetupTest {

  @Test
  void logback_finds_it() {
    assertThat(ServiceLoader.load(Configurator.class)).hasAtLeastOneElementOfType(LogSetup.class);
  }

  @Test
  void a_logging_configuration_of_tests_takes_precedence() {
    LoggerContext context = new LoggerContext();

    assertThat(new LogSetup().configure(context)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
    assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders()).isExhausted();
  }

  @Test
  void the_log_is_at_info_on_stderr_without_the_chatter_of_libraries() {
    LoggerContext context = new LoggerContext();

    LogSetup.set(context);

    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    assertThat(root.getLevel()).isEqualTo(Level.INFO);
    assertThat(root.iteratorForAppenders()).toIterable().singleElement()
        .isInstanceOfSatisfying(StderrAppender.class, appender -> assertThat(appender.isStarted()).isTrue());
    assertThat(context.getLogger("com.networknt.schema").isErrorEnabled()).isFalse();
  }
}
