package dev.gatehouse.bench;

import io.vertx.core.Vertx;

/**
 * Tenant B: few callers of {@code add} that pause after each answer, so that a call waits for the host and not for another call. Its
 * calls are timed once {@link #time} was called; one that fails counts from the start.
 */
final class Trickle implements Load.Listener {

  static final int CONNECTIONS = 4;
  static final long PAUSE_MILLIS = 5;

  private final Latencies latencies = new Latencies();
  private final Load load;
  private volatile boolean timing;
  private long failed;
  private Answer failure;

  /**
   * Starts.
   *
   * @param vertx of one event loop
   */
  Trickle(Vertx vertx, Endpoint to) {
    this.load = Load.start(vertx, to, "add", CONNECTIONS, this);
  }

  @Override
  public long answered(int caller, Answer answer, long nanos) {
    if (timing) {
      latencies.add(nanos);
    }
    if (!answer.says("5")) {
      failed++;
      failure = answer;
    }
    return PAUSE_MILLIS;
  }

  /** Times what is answered from now on. */
  void time() {
    timing = true;
  }

  /** Ends with the last answer: the slowest calls may be among those. */
  Latencies stop() {
    load.stop();
    return latencies.sorted();
  }

  /** How many calls were not answered with the sum, once it has stopped. */
  long failed() {
    return failed;
  }

  /** What one of those was answered instead; null when all went well. */
  Answer failure() {
    return failure;
  }
}
