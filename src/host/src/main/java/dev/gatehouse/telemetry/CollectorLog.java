package dev.gatehouse.telemetry;

import dev.gatehouse.record.OneLine;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs that the collector does not take what it is sent: one line when that begins, and one when it is over. */
final class CollectorLog {

  private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);
  private static final int MOST_SHOWN = 200;

  private final String what;
  private final AtomicBoolean away = new AtomicBoolean();

  /** For {@code spans} or {@code metrics}. */
  CollectorLog(String what) {
    this.what = what;
  }

  /** An attempt has ended. */
  void ended(CompletableResultCode attempt) {
    if (attempt.isSuccess()) {
      if (away.getAndSet(false)) {
        LOG.info("the OpenTelemetry collector takes {} again", what);
      }
    } else if (!away.getAndSet(true)) {
      LOG.warn("the OpenTelemetry collector does not take {}: {}", what, reason(attempt.getFailureThrowable()));
    }
  }

  /** A failure without a cause is an HTTP status; the SDK tells it by a type of its own. */
  private static String reason(@Nullable Throwable failure) {
    if (failure == null) {
      return "no reason is known";
    }
    Throwable cause = failure.getCause();
    return cause == null ? "it answers with an error" : OneLine.cut(OneLine.of(cause.toString()), MOST_SHOWN);
  }
}
