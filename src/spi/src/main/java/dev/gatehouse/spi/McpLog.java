package dev.gatehouse.spi;

/**
 * Logs to the client, which is where a model or its user may read it; for the host's own log there is {@link System.Logger}. Declare a
 * parameter of this type. Nothing is sent unless the client asked for that level. Never log secrets.
 */
public interface McpLog {

  /** How grave something is (RFC 5424 section 6.2.1), least first. */
  enum Level {
    /** For whoever looks for a fault. */
    DEBUG,
    /** What happens in the ordinary course. */
    INFO,
    /** Ordinary, but worth knowing. */
    NOTICE,
    /** Something may go wrong. */
    WARNING,
    /** Something went wrong. */
    ERROR,
    /** A part has failed. */
    CRITICAL,
    /** Somebody must act at once. */
    ALERT,
    /** Nothing works. */
    EMERGENCY
  }

  /**
   * Sends a message.
   *
   * @param level how grave
   * @param data a text, a record, a map or another JSON-like value
   */
  void send(Level level, Object data);

  /**
   * Sends a text.
   *
   * @param level how grave
   * @param format as for {@link String#format}
   * @param arguments what the format refers to
   */
  default void send(Level level, String format, Object... arguments) {
    send(level, (Object) (arguments.length == 0 ? format : String.format(format, arguments)));
  }

  /**
   * Sends a text for whoever looks for a fault.
   *
   * @param format as for {@link String#format}
   * @param arguments what the format refers to
   */
  default void debug(String format, Object... arguments) {
    send(Level.DEBUG, format, arguments);
  }

  /**
   * Sends a text about the ordinary course.
   *
   * @param format as for {@link String#format}
   * @param arguments what the format refers to
   */
  default void info(String format, Object... arguments) {
    send(Level.INFO, format, arguments);
  }

  /**
   * Sends a warning.
   *
   * @param format as for {@link String#format}
   * @param arguments what the format refers to
   */
  default void warning(String format, Object... arguments) {
    send(Level.WARNING, format, arguments);
  }

  /**
   * Sends an error.
   *
   * @param format as for {@link String#format}
   * @param arguments what the format refers to
   */
  default void error(String format, Object... arguments) {
    send(Level.ERROR, format, arguments);
  }
}
