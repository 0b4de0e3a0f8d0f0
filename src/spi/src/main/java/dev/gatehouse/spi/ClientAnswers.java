package dev.gatehouse.spi;

import java.util.List;

/** The answers to what {@link ClientInputs} asked, by key. */
public interface ClientAnswers {

  /**
   * The answer to a {@link ClientQuestion.Form} or {@link ClientQuestion.Visit}.
   *
   * @param key the question's key
   * @return the answer
   */
  ElicitationResponse elicitation(String key);

  /**
   * The answer to a {@link ClientQuestion.Sample}.
   *
   * @param key the question's key
   * @return the answer
   */
  SamplingResponse sampling(String key);

  /**
   * The answer to {@link ClientQuestion.ListRoots}.
   *
   * @param key the question's key
   * @return the roots
   */
  List<Root> roots(String key);
}
