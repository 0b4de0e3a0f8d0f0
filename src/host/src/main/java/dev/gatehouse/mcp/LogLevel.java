package dev.gatehouse.mcp;

import java.util.Locale;

/** MCP's log levels (those of RFC 5424), least severe first. */
public enum LogLevel {
  /** Details. */
  DEBUG,
  /** Progress. */
  INFO,
  /** Normal but significant. */
  NOTICE,
  /** Something may be wrong. */
  WARNING,
  /** Something failed. */
  ERROR,
  /** A component is down. */
  CRITICAL,
  /** Act at once. */
  ALERT,
  /** Unusable. */
  EMERGENCY;

  /**
   * By its name on the wire.
   *
   * @throws McpException invalid params, listing the levels
   */
  public static LogLevel of(String name) {
    for (LogLevel level : values()) {
      if (level.wire().equals(name)) {
        return level;
      }
    }
    throw McpException.invalidParams("the log level must be debug, info, notice, warning, error, critical, alert or emergency");
  }

  /** Its name on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is as severe as another, or more. */
  public boolean atLeast(LogLevel other) {
    return compareTo(other) >= 0;
  }
}
