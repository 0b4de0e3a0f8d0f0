package dev.gatehouse.bench;

import io.vertx.core.Vertx;

/** Calls that are under way in sessions of 2025-06-18, each with ten messages of progress ({@code plugin.StepsPlugin}). */
public final class SessionCalls {

  private final Cost.Answers answers;
  private final Load load;

  private SessionCalls(Vertx vertx, Endpoint to, int sessions) {
    CallMessage message = CallMessage.session(to.key(), "add", Case.ARGUMENTS, ",\"_meta\":{\"progressToken\":1}");
    this.answers = new Cost.Answers(message.expected());
    this.load = Load.start(vertx, to.port(), message, sessions, answers);
  }

  /** Starts to call, as fast as it is answered. */
  public static SessionCalls start(Vertx vertx, Endpoint to, int sessions) {
    return new SessionCalls(vertx, to, sessions);
  }

  /** How many answers were right so far. */
  public long right() {
    return answers.right();
  }

  /**
   * Ends, when the last calls are answered.
   *
   * @return whether all answers were right
   */
  public boolean stop() {
    load.stop();
    return answers.allRight();
  }
}
