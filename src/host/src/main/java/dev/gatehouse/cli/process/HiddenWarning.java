package dev.gatehouse.cli.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Keeps a warning out of the log of this process, for a command that says the same in better words. */
public final class HiddenWarning extends TurboFilter {

  private final String words;

  private HiddenWarning(String words) {
    this.words = words;
  }

  /** Hides what holds these words, from now on. */
  public static void holding(String words) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.addTurboFilter(new HiddenWarning(words));
    }
  }

  @Override
  public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format, Object @Nullable [] parameters,
      @Nullable Throwable thrown) {
    return level == Level.WARN && format != null && format.contains(words) ? FilterReply.DENY : FilterReply.NEUTRAL;
  }
}
