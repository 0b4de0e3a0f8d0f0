package dev.gatehouse.cli.process;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.record.OneLine;
import dev.gatehouse.rpc.Json;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Encodes log events: as text ({@link LogLine}), or, with {@code -Dgatehouse.log=json} or {@code GATEHOUSE_LOG=json} in the environment, as
 * one JSON object a line with {@code time} (UTC), {@code level}, {@code logger}, {@code thread}, {@code message} and, of an exception,
 * {@code stack}. Messages and stacks are cut to {@value #LONGEST} characters in either form.
 *
 * <p>Not logback's {@code JsonEncoder}, which has no bound: a plugin could fill a disk with one line.
 */
public final class LogEncoder extends EncoderBase<ILoggingEvent> {

  static final String PROPERTY = "gatehouse.log";
  static final String VARIABLE = "GATEHOUSE_LOG";
  private static final int LONGEST = 32_000;

  private final boolean json = isJson();
  private final LogLine text = new LogLine();

  /** For logback. */
  public LogEncoder() {
  }

  private static String format() {
    String variable = System.getenv(VARIABLE);
    return System.getProperty(PROPERTY, variable == null ? "text" : variable);
  }

  /** The fault of the chosen format, as a sentence; null for none. */
  public static @Nullable String fault() {
    return Set.of("text", "json").contains(format()) ? null
        : "-D" + PROPERTY + " (or " + VARIABLE + " in the environment): '" + format() + "' is not text or json";
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return json ? json(event) : text.text(event).getBytes(Charset.defaultCharset());
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  /** Whether the log is JSON; other output to stderr must be JSON then, too. */
  static boolean isJson() {
    return "json".equals(format());
  }

  static byte[] json(ILoggingEvent event) {
    ObjectNode line = begun(Instant.ofEpochMilli(event.getTimeStamp()), event.getLevel().toString(), event.getLoggerName())
        .put("thread", event.getThreadName())
        .put("message", cut(event.getFormattedMessage()));
    if (event.getThrowableProxy() != null) {
      line.put("stack", cut(ThrowableProxyUtil.asString(event.getThrowableProxy())));
    }
    return written(line);
  }

  /** A line without a thread, as {@link #json(ILoggingEvent)} writes one. */
  static byte[] json(Instant at, String level, String logger, String message) {
    return written(begun(at, level, logger).put("message", message));
  }

  private static ObjectNode begun(Instant at, String level, String logger) {
    return Json.object().put("time", at.truncatedTo(ChronoUnit.MILLIS).toString()).put("level", level).put("logger", logger);
  }

  private static byte[] written(ObjectNode line) {
    return Json.write(line).appendByte((byte) '\n').getBytes();
  }

  private static @Nullable String cut(@Nullable String text) {
    return text == null ? null : cut(text, "...");
  }

  /** A text that is no longer than {@value #LONGEST} characters, and a mark where it was cut. */
  static String cut(String text, String mark) {
    return OneLine.cut(text, LONGEST, mark);
  }
}
