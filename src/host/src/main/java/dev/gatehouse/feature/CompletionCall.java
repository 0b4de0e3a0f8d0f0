package dev.gatehouse.feature;

import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Deadline;
import java.util.Map;
import java.util.Objects;

/**
 * One question for values that a caller may mean.
 *
 * @param ref what is completed
 * @param value what the caller has written so far
 * @param context the other arguments, as far as they are known
 * @param caller who calls
 * @param deadline when the host gives up
 * @param cancellation cancelled when nobody waits any more
 * @param client the way back to the client
 */
public record CompletionCall(CompletionRef ref, String value, Map<String, String> context, Caller caller, Deadline deadline,
    CallCancellation cancellation, ClientChannel client) implements Call {

  /** Refuses null. */
  public CompletionCall {
    Objects.requireNonNull(ref, "ref");
    Objects.requireNonNull(value, "value");
    context = Map.copyOf(context);
  }

  @Override
  public CompletionCall until(Deadline deadline) {
    return new CompletionCall(ref, value, context, caller, deadline, cancellation, client);
  }

  @Override
  public String key() {
    return ref.key();
  }

  @Override
  public String subject() {
    return "completion of '" + ref.argument() + "' of '" + ref.name() + "'";
  }
}
