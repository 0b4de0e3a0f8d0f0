package dev.gatehouse.plugin.bind;

import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.Result;

/** How a kind of call becomes a method's parameters, and what it returns a result. */
interface CallShape<C extends Call, R extends Result> {

  /** The parameters' values, in order. */
  Object[] arguments(C call);

  /** The result of what the method returned, which may be null. */
  R result(C call, Object value);

  /** The result of an exception whose words are meant for the caller; throws when there is none. */
  R refused(RuntimeException thrown);
}
