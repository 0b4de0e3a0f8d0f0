package dev.gatehouse.telemetry;

/** The settings of telemetry cannot be used. */
public final class TelemetryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** One sentence that names the setting, without a secret. */
  TelemetryException(String message) {
    super(message);
  }
}
