package dev.gatehouse.bench;

import io.vertx.core.Vertx;
import java.util.function.Consumer;

/** What tenant A does for as long as a row lasts. */
interface Trouble {

  /** Ends it, and closes what it holds open. */
  void stop();

  /** What is worth telling beside the counts; empty when nothing is. */
  default String tell() {
    return "";
  }

  /**
   * Where it is made.
   *
   * @param vertx a client's, of one event loop
   * @param to the host, and a key of A
   * @param redis the port of the host's Redis
   * @param counted takes what comes back, on the event loop
   */
  record Place(Vertx vertx, Endpoint to, int redis, Consumer<Answer> counted) {
  }
}
