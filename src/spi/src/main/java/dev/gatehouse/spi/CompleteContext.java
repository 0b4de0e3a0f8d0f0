package dev.gatehouse.spi;

import java.util.Map;

/**
 * What is known when an argument is completed. Declare a parameter of this type to be told.
 *
 * @param arguments the other arguments that the caller has already filled in
 */
public record CompleteContext(Map<String, String> arguments) {

  /** Copies. */
  public CompleteContext {
    arguments = Map.copyOf(arguments);
  }
}
