package dev.gatehouse.spi;

import java.util.Optional;

/**
 * What a call that asks the client remembers from one run to the next (see {@link ClientInputs}). The client carries it, but can
 * neither read nor change it. Declare a parameter of this type in a tool, prompt or resource.
 */
public interface RequestState {

  /**
   * What an earlier run of this call set.
   *
   * @return the text; empty in the first run
   */
  Optional<String> get();

  /**
   * Remembers a text for the next run; the last one set counts.
   *
   * @param state not large, since it travels
   */
  void set(String state);
}
