package dev.gatehouse.cli.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The logging configuration: to stderr, since stdout carries only what a command was asked for. In code, since logback's XML reader takes a
 * tenth of the host's start. {@code -Dlogback.configurationFile=…} replaces it.
 *
 * <p>The appender does not block: stderr is a bounded queue while the host runs ({@link Stderr}).
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {

  /** The variable, or property, that sets the level of the log. */
  private static final String LEVEL = "GATEHOUSE_LOG_LEVEL";
  /** The file that logback looks for in tests. */
  private static final String OF_TESTS = "logback-test.xml";

  private static final Map<String, Level> LIBRARIES = Map.of(
      // At DEBUG it would print the arguments of calls; at WARN it names every keyword that MCP adds to JSON Schema; at ERROR what the host
      // says itself, of the plugin and the tool.
      "com.networknt", Level.OFF,
      // At ERROR it tells of every connection that breaks HTTP/2, with what came on it: anybody's to fill the log with.
      "io.vertx.core.net.impl.ConnectionBase", Level.OFF,
      // At ERROR it prints a stack trace for each connection that Redis refuses in the TLS handshake; the host says why itself.
      "io.vertx.redis.client.impl.RedisConnectionManager", Level.OFF,
      // It tells at length of a cluster's every move, and of Java packages that are closed to it. The host says what matters itself.
      "com.hazelcast", Level.ERROR,
      // At WARN and ERROR they print a stack trace, each second, for every node that does not answer: the host names it once.
      "io.vertx.spi.cluster.hazelcast", Level.OFF,
      "io.vertx.core.eventbus.impl.clustered", Level.OFF);

  /** For logback. */
  public LogSetup() {
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty(LogFile.PROPERTY) != null || LogSetup.class.getClassLoader().getResource(OF_TESTS) != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    set(context);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  static void set(LoggerContext context) {
    LIBRARIES.forEach((name, level) -> context.getLogger(name).setLevel(level));
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(level(System.getProperty(LEVEL), System.getenv(LEVEL)));
    root.addAppender(appender(context));
  }

  private static Level level(@Nullable String property, @Nullable String variable) {
    String name = property == null ? variable : property;
    return name == null ? Level.INFO : Level.toLevel(name);
  }

  private static StderrAppender appender(LoggerContext context) {
    LogEncoder encoder = new LogEncoder();
    encoder.setContext(context);
    encoder.start();
    StderrAppender appender = new StderrAppender();
    appender.setName("STDERR");
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
