package dev.gatehouse.spi;

import java.util.List;

/**
 * Asks for the places that the client's user works in. Declare a parameter of this type in a tool, prompt or resource, and read
 * {@link ClientInputs} first: a method that asks may run more than once, and what asking throws must not be caught.
 */
public interface Roots {

  /**
   * Whether the client tells its roots.
   *
   * @return true if so
   */
  boolean isSupported();

  /**
   * Asks, and waits.
   *
   * @param key names the question; the same in each run
   * @return the roots
   */
  List<Root> list(String key);
}
