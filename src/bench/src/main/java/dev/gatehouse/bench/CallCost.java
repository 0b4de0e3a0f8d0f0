package dev.gatehouse.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a call of one tool costs a host, for runs that compare it with nothing else at the same time. */
public final class CallCost {

  private static final int ROUNDS = 3;
  private static final Duration ROUND = Duration.ofSeconds(2);

  private CallCost() {
  }

  /**
   * Warms the host up and measures some rounds of {@code add}.
   *
   * @return processor time of the server for a call, µs, of each round
   */
  public static List<Double> add(BuiltHost host, Endpoint to, RedisProcess redis) throws IOException, InterruptedException {
    return measure(host, to, redis, CallMessage.modern(to.key(), "add", Case.ARGUMENTS));
  }

  /** The same of the list of tools. */
  public static List<Double> list(BuiltHost host, Endpoint to, RedisProcess redis) throws IOException, InterruptedException {
    return measure(host, to, redis, CallMessage.list(to.key()));
  }

  private static List<Double> measure(BuiltHost host, Endpoint to, RedisProcess redis, CallMessage message)
      throws IOException, InterruptedException {
    Vertx vertx = Vertx.vertx();
    try {
      Case one = new Case("host", "host", host.process(), to.port(), message, true, true);
      Cost.warmUp(vertx, one);
      List<Double> rounds = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        rounds.add(Cost.measure(vertx, one, redis, ROUND).server());
      }
      return rounds;
    } finally {
      vertx.close().await();
    }
  }
}
