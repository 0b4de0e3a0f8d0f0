package dev.gatehouse.plugin.bind;

import dev.gatehouse.feature.DeclinedException;
import dev.gatehouse.spi.ResourceNotFoundException;

/** What a method refuses, in its own words, where the protocol has no results that are errors. */
final class DeclineMapping {

  private DeclineMapping() {
  }

  static DeclinedException words(RuntimeException thrown) {
    String message = thrown.getMessage() == null ? "It failed and did not say why." : thrown.getMessage();
    return new DeclinedException(message, thrown instanceof ResourceNotFoundException);
  }
}
