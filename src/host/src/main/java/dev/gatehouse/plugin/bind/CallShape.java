package dev.gatehouse.plugin.bind;

import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.Result;
import org.jspecify.annotations.Nullable;

/** How a call of a kind of feature becomes a method's parameters, and what the method returns a result. */
interface CallShape {

  /** The parameters' values, in order. */
  Object[] arguments(Call call);

  /** The result of what the method returned, which may be null. */
  Result result(Call call, @Nullable Object value);

  /** The result of an exception whose words are meant for the caller; throws when there is none. */
  Result refused(RuntimeException thrown);
}
