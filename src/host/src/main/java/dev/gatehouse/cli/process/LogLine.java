package dev.gatehouse.cli.process;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text form of log events: {@code 2026-01-01T00:00:00.000Z WARN  Host: message}, then the stack. A line that begins with a date is one
 * the host began: what plugins and clients say goes on indented, without control characters and invisible ones (such as those that turn the
 * direction of text), and is cut (protection against log forging).
 *
 * <p>Not logback's {@code PatternLayout}, which takes long to start. The zone is that of the start, whatever a plugin does to the default.
 */
final class LogLine {

  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\p{Cf}\\p{Zl}\\p{Zp}]");
  private static final Pattern LINE_START = Pattern.compile("(?<=\\n)(?=\\S)");
  private static final int LEVEL_WIDTH = 5;

  private final DateTimeFormatter time =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT).withZone(ZoneId.systemDefault());

  /** An event with a newline after it. */
  String text(ILoggingEvent event) {
    StringBuilder line = new StringBuilder();
    time.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
    String level = event.getLevel().toString();
    line.append(' ').append(level).append(" ".repeat(Math.max(0, LEVEL_WIDTH - level.length()))).append(' ')
        .append(simpleName(event.getLoggerName())).append(": ")
        .append(harmless(event.getFormattedMessage())).append(System.lineSeparator());
    return line.append(stack(event.getThrowableProxy())).toString();
  }

  private static String simpleName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  private static String stack(@Nullable IThrowableProxy thrown) {
    if (thrown == null) {
      return "";
    }
    String stack = harmless(ThrowableProxyUtil.asString(thrown));
    return stack.endsWith("\n") ? stack : stack + '\n';
  }

  private static String harmless(@Nullable String said) {
    if (said == null) {
      return "";
    }
    String text = LogEncoder.cut(said, "");
    return LogEncoder.cut(LINE_START.matcher(CONTROL.matcher(text).replaceAll("?")).replaceAll("  "), "");
  }
}
