package dev.gatehouse.http.connection;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that connections are refused, in one line every ten seconds at most: whoever likes could fill the log with them. */
final class RefusalLog {

  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String port;
  private long unsaid;
  private long last = System.nanoTime() - PAUSE_NANOS;

  RefusalLog(String port) {
    this.port = port;
  }

  synchronized void refused(ConnectionLimits limits) {
    unsaid++;
    long now = System.nanoTime();
    if (now - last >= PAUSE_NANOS) {
      LOG.warn("{}: {} connections refused; {} may be open, {} of one address", port, unsaid, limits.most(), limits.mostPerAddress());
      last = now;
      unsaid = 0;
    }
  }
}
