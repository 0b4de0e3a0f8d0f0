package dev.gatehouse.spi;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Asks the client several things in one round. Declare a parameter of this type in a tool, prompt or resource; {@link Elicitation},
 * {@link Sampling} and {@link Roots} are the shorter way to ask one.
 *
 * <p><b>A method that asks may run more than once.</b> A client of protocol 2026-07-28 is asked by ending the call; when it has the
 * answers the call runs again from its start, and {@link #ask} then returns at once. So ask before doing what must not be done twice,
 * and give the same question the same key each time. An older client is asked while the call waits. What a run must know of the one
 * before goes into {@link RequestState}.
 *
 * <p><b>Do not catch what {@code ask} throws</b>, nor {@link RuntimeException} around it: that is how the host ends the run. A client
 * that cannot answer ends the call with an error that names what it lacks; ask {@link #isSupported} first where there is another way.
 */
public interface ClientInputs {

  /**
   * Whether the client can answer such a question.
   *
   * @param question the question
   * @return true if so
   */
  boolean isSupported(ClientQuestion question);

  /**
   * Asks, and waits for the answers to all of them. Not for methods that return a {@link CompletionStage}.
   *
   * @param questions by keys of your own; the same key must mean the same question in each run
   * @return the answers by the same keys
   */
  ClientAnswers ask(Map<String, ? extends ClientQuestion> questions);

  /**
   * Asks without waiting, for methods that return a {@link CompletionStage}: return one that depends on this, failures included.
   *
   * @param questions by keys of your own; the same key must mean the same question in each run
   * @return the answers by the same keys
   */
  CompletionStage<ClientAnswers> askAsync(Map<String, ? extends ClientQuestion> questions);
}
