package dev.gatehouse.plugin;

import dev.gatehouse.spi.ResourceNotFoundException;
import dev.gatehouse.tool.RefusedException;

/** What a method refuses, in its own words, where the protocol has no results that are errors. */
final class Refusing {

  private Refusing() {
  }

  static RefusedException words(RuntimeException thrown) {
    String message = thrown.getMessage() == null ? "It failed and did not say why." : thrown.getMessage();
    return new RefusedException(message, thrown instanceof ResourceNotFoundException);
  }
}
