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

  private final Vertx vertx = Load.oneLoop();
  private Trouble.Place place;
  private Trouble trouble;
  private volatile NoiseCounts counts = NoiseCounts.NONE;

  private NoiseMaker() {
  }

  /** The orders: {@code to PORT KEY REDIS}, {@code start NOISE}, {@code counts}, {@code tell}, {@code stop}. */
  @SuppressWarnings("CatchAndPrintStackTrace")
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
      // One event loop, so one writer of the counts.
      case "to" -> place = new Trouble.Place(vertx, new Endpoint(Integer.parseInt(order[1]), order[2]), Integer.parseInt(order[3]),
          answer -> counts = counts.plus(answer));
      case "start" -> trouble = Noise.valueOf(order[1]).start(place);
      case "stop" -> trouble.stop();
      case "tell" -> {
        return trouble.tell().replace('\n', ' ');
      }
      default -> {
      }
    }
    return counts;
  }
}
