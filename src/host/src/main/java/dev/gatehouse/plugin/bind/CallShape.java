package dev.gatehouse.plugin.bind;

import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.DeclinedException;
import dev.gatehouse.feature.Result;
import dev.gatehouse.spi.ResourceNotFoundException;
import org.jspecify.annotations.Nullable;

/** Adapter between a method and a kind of feature: converts a call to the method's parameters, and the return value to a result. */
interface CallShape {

  /** The parameters' values, in order. */
  Object[] arguments(Call call);

  /** The result of what the method returned, which may be null. */
  Result result(Call call, @Nullable Object value);

  /** The error result for an exception with a message for the caller. Only tools have error results; others throw. */
  default Result refused(RuntimeException thrown) {
    String message = thrown.getMessage() == null ? "It failed and did not say why." : thrown.getMessage();
    throw new DeclinedException(message, thrown instanceof ResourceNotFoundException);
  }
}
