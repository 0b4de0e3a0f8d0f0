package dev.gatehouse.spi;

/**
 * Asks the client's model. Declare a parameter of this type in a tool, prompt or resource, and read {@link ClientInputs} first: a
 * method that asks may run more than once, and what asking throws must not be caught.
 */
public interface Sampling {

  /**
   * Whether the client lets its model be asked.
   *
   * @return true if so
   */
  boolean isSupported();

  /**
   * Asks, and waits.
   *
   * @param key names the question; the same in each run
   * @param request what
   * @return the answer
   */
  SamplingResponse sample(String key, SamplingRequest request);
}
