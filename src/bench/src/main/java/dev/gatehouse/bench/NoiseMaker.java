package dev.gatehouse.bench;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Tenant A's client, in a process and on an event loop of its own: what it does must be felt through the host alone, as far as one
 * machine allows. Told what to do on stdin, one line an order, each answered by a line; ends with its input, and so with who started it.
 */
public final class NoiseMaker {

  /** A client obeys {@code Retry-After} less than perfectly. */
  static final long IMPATIENCE_MILLIS = 10;

  private final Vertx vertx = Load.oneLoop();
  private Endpoint to;
  private Load load;
  private volatile NoiseCounts counts = NoiseCounts.NONE;

  private NoiseMaker() {
  }

  /** The orders: {@code to PORT KEY}, {@code start NOISE}, {@code counts}, {@code stop}. */
  public static void main(String[] args) throws IOException {
    try {
      new NoiseMaker().obeyAll(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    } catch (RuntimeException e) {
      e.printStackTrace();
    } finally {
      // Said aloud: the client's threads would keep the process alive, and who reads its answers waiting.
      System.exit(0);
    }
  }

  private void obeyAll(BufferedReader in) throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(obey(line.split(" ")));
    }
  }

  private Object obey(String[] order) {
    switch (order[0]) {
      case "to" -> to = new Endpoint(Integer.parseInt(order[1]), order[2]);
      case "start" -> start(Noise.valueOf(order[1]));
      case "stop" -> load.stop();
      default -> { }
    }
    return counts;
  }

  private void start(Noise noise) {
    load = Load.start(vertx, to, noise.tool(), noise.arguments(), noise.connections(), (caller, answer, nanos) -> {
      // One event loop, so one writer.
      counts = counts.plus(answer);
      return answer.isResult() ? 0 : IMPATIENCE_MILLIS;
    });
  }
}
