package dev.gatehouse.feature;

import dev.gatehouse.feature.trace.CallTrace;
import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Deadline;
import java.util.Objects;

/**
 * One call of a feature, as sent over the event bus: data, and a {@link Context} that stays in the process.
 *
 * @param key what is called
 * @param params with what
 * @param caller who calls
 * @param deadline when the host gives up
 * @param context what a call is connected to while it runs
 */
public record Call(Key key, CallParams params, Caller caller, Deadline deadline, Context context) {

  /** Refuses null. */
  public Call {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(params, "params");
    Objects.requireNonNull(caller, "caller");
    Objects.requireNonNull(deadline, "deadline");
    Objects.requireNonNull(context, "context");
  }

  /**
   * The part of a call that is no data.
   *
   * @param cancellation cancelled when nobody waits any more
   * @param client the way back to the client
   * @param trace its trace
   */
  public record Context(CallCancellation cancellation, ClientChannel client, CallTrace trace) {

    /** Refuses null. */
    public Context {
      Objects.requireNonNull(cancellation, "cancellation");
      Objects.requireNonNull(client, "client");
      Objects.requireNonNull(trace, "trace");
    }
  }

  /** Cancelled when nobody waits any more. */
  public CallCancellation cancellation() {
    return context.cancellation();
  }

  /** The way back to the client. */
  public ClientChannel client() {
    return context.client();
  }

  /** Its trace. */
  public CallTrace trace() {
    return context.trace();
  }

  /** The same with another deadline: the time that a call waits for its place is not counted. */
  Call until(Deadline other) {
    return new Call(key, params, caller, other, context);
  }

  /** What is called, in words, for example {@code tool 'add'}; of a template the resource. */
  public String subject() {
    return params instanceof CallParams.Reading reading ? "resource '" + reading.uri() + "'" : key.toString();
  }

  /** The subject where a sentence begins. */
  public String sentence() {
    String subject = subject();
    return Character.toUpperCase(subject.charAt(0)) + subject.substring(1);
  }

  /** What the caller gets whose arguments are not valid. */
  Outcome invalid(String words) {
    return key.kind().isCalledByModel() ? ToolResult.error(words) : new Outcome.Ended(new DeclinedException(words, false));
  }

  /** What the caller gets in place of an answer when the call could not be finished. */
  public Outcome failed(String words) {
    return key.kind().isCalledByModel() ? ToolResult.error(words) : new Outcome.Ended(new FaultException(words));
  }

  /** The subject alone: what a call is made with belongs in no log. */
  @Override
  public String toString() {
    return subject();
  }
}
