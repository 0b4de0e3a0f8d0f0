package dev.gatehouse.telemetry;

import dev.gatehouse.record.OneLine;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs that the collector does not take what it is sent: one line when that begins, and one when it is over. */
final class CollectorLog {

  private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);
  private static final int MOST_SHOWN = 200;

  private final String what;
  private final AtomicBoolean away = new AtomicBoolean();
  private volatile IntSupplier status = () -> 0;
  private volatile @Nullable String url;

  /** For {@code spans} or {@code metrics}. Silent until {@link #open}. */
  CollectorLog(String what) {
    this.what = what;
  }

  /**
   * Sending begins.
   *
   * @param shown the URL
   * @param last the HTTP status that was answered last, 0 for none
   */
  void open(String shown, IntSupplier last) {
    status = last;
    url = shown;
  }

  /** The host is stopping; an attempt that is cut off is not logged. */
  void close() {
    url = null;
  }

  /** An attempt has ended. */
  void ended(CompletableResultCode attempt) {
    String to = url;
    if (to == null) {
      return;
    }
    if (attempt.isSuccess()) {
      if (away.getAndSet(false)) {
        LOG.info("the OpenTelemetry collector takes {} again", what);
      }
    } else if (!away.getAndSet(true)) {
      LOG.warn("the OpenTelemetry collector does not take {}: {} {}", what, to, reason(attempt.getFailureThrowable(), status.getAsInt()));
    }
  }

  /** A failure without a cause is an HTTP status. */
  private static String reason(@Nullable Throwable failure, int status) {
    if (failure == null) {
      return "did not answer in time";
    }
    Throwable cause = failure.getCause();
    return cause != null ? words(cause) + " (" + shown(cause) + ')'
        : "answers with " + (status == 0 ? "an error" : "HTTP status " + status);
  }

  /** Only messages about the network: others may quote a header, which is a secret. */
  private static String shown(Throwable cause) {
    return cause instanceof IOException ? OneLine.cut(OneLine.of(cause.toString()), MOST_SHOWN) : cause.getClass().getName();
  }

  private static String words(Throwable failure) {
    if (isCausedBy(failure, UnknownHostException.class) || isCausedBy(failure, UnresolvedAddressException.class)) {
      return "has a host name without an address";
    }
    if (isCausedBy(failure, SSLException.class)) {
      return "cannot be reached over TLS";
    }
    if (isCausedBy(failure, HttpTimeoutException.class)) {
      return "did not answer in time";
    }
    return isCausedBy(failure, ConnectException.class) ? "cannot be connected to" : "did not answer";
  }

  private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
