package dev.gatehouse.plugin.load;

import java.lang.System.Logger;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.slf4j.LoggerFactory;

/**
 * Routes {@link System.Logger} to the host's log. The plugin's name precedes the logger's, for example {@code tool:acme/math$MathPlugin},
 * so that an operator can set a level for {@code tool:acme/math} as a whole.
 */
public final class PluginLogs extends System.LoggerFinder {

  @Override
  public Logger getLogger(String name, Module module) {
    return new Bridge(LoggerFactory.getLogger(slf4jName(name, module.getClassLoader())));
  }

  private static String slf4jName(String name, ClassLoader loader) {
    return loader instanceof PluginClassLoader ? loader.getName() + '$' + name.substring(name.lastIndexOf('.') + 1) : name;
  }

  /** Holds no reference to the plugin: the JDK and the host's log keep loggers forever. */
  private record Bridge(org.slf4j.Logger target) implements Logger {

    @Override
    public String getName() {
      return target.getName();
    }

    @Override
    public boolean isLoggable(Level level) {
      return level != Level.OFF && (level == Level.ALL || target.isEnabledForLevel(slf4j(level)));
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      if (isLoggable(level)) {
        target.atLevel(slf4j(level)).setCause(thrown).log(localized(bundle, message));
      }
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... arguments) {
      if (isLoggable(level)) {
        target.atLevel(slf4j(level)).log(formatted(localized(bundle, format), arguments));
      }
    }

    private static String localized(ResourceBundle bundle, String key) {
      return bundle != null && key != null && bundle.containsKey(key) ? bundle.getString(key) : String.valueOf(key);
    }

    /** A text that is no format is written as it is: a log line is never the reason for a failure. */
    private static String formatted(String format, Object... arguments) {
      if (arguments == null || arguments.length == 0) {
        return format;
      }
      try {
        return new MessageFormat(format, Locale.ROOT).format(arguments);
      } catch (IllegalArgumentException e) {
        return format;
      }
    }

    private static org.slf4j.event.Level slf4j(Level level) {
      return switch (level) {
        case ALL, TRACE -> org.slf4j.event.Level.TRACE;
        case DEBUG -> org.slf4j.event.Level.DEBUG;
        case INFO -> org.slf4j.event.Level.INFO;
        case WARNING -> org.slf4j.event.Level.WARN;
        case ERROR, OFF -> org.slf4j.event.Level.ERROR;
      };
    }
  }
}
