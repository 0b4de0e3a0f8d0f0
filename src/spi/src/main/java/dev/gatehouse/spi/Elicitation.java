package dev.gatehouse.spi;

import java.net.URI;

/**
 * Asks the user something through the client. Declare a parameter of this type in a tool, prompt or resource, and read
 * {@link ClientInputs} first: a method that asks may run more than once, and what asking throws must not be caught.
 */
public interface Elicitation {

  /**
   * Whether the client can show a form.
   *
   * @return true if so
   */
  boolean isSupported();

  /**
   * Whether the client can send the user to a page.
   *
   * @return true if so
   */
  boolean isUrlSupported();

  /**
   * Asks the user to fill in a form, and waits. Never for secrets.
   *
   * @param key names the question; the same in each run
   * @param message why, for the user
   * @param schema the form's fields
   * @return the answer
   */
  ElicitationResponse elicit(String key, String message, ElicitationSchema schema);

  /**
   * Asks the user to visit a page, and waits until they agreed or not; that they agreed does not say that they are done there.
   *
   * @param key names the question; the same in each run
   * @param message why, for the user
   * @param url the page; it holds no secret, and finds out by itself who the visitor is
   * @return the answer, without content
   */
  ElicitationResponse elicitUrl(String key, String message, URI url);
}
