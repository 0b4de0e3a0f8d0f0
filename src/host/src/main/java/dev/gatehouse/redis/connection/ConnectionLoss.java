package dev.gatehouse.redis.connection;

import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aggregates log lines about lost connections: connections lost together are one line with their number, and one line when all are back.
 * Thread-safe.
 */
public final class ConnectionLoss {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLoss.class);
  private static final long TOGETHER_MILLIS = 100;

  private final Vertx vertx;
  private final String address;
  private int untold;
  private int down;
  private String reason = "";

  public ConnectionLoss(Vertx vertx, String address) {
    this.vertx = vertx;
    this.address = address;
  }

  /** Records a lost connection; of those lost together the first reason is logged. */
  public synchronized void lost(String why) {
    down++;
    if (++untold == 1) {
      reason = why;
      vertx.setTimer(TOGETHER_MILLIS, over -> tell());
    }
  }

  private synchronized void tell() {
    if (untold > 0) {
      LOG.warn("lost {} to Redis at {}: {}", untold == 1 ? "a connection" : untold + " connections", address, reason);
      untold = 0;
    }
  }

  /** One that was lost is open again. */
  public synchronized void regained() {
    if (--down == 0) {
      tell();
      LOG.info("connected to Redis at {} again", address);
    }
  }
}
