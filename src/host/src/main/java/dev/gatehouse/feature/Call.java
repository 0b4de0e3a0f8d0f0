package dev.gatehouse.feature;

import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Deadline;

/** One call of something that a plugin serves, as it travels over the bus. */
public sealed interface Call permits ToolCall, PromptCall, ResourceCall, CompletionCall {

  /** What is called, unique within a plugin: a tool's name; others begin with their kind and a colon, which no tool's name holds. */
  String key();

  /** Whether a key is a tool's. */
  static boolean isTool(String key) {
    return key.indexOf(':') < 0;
  }

  /** What is called, in words, for example {@code tool 'add'}. */
  String subject();

  /** Who calls. */
  Caller caller();

  /** When the host gives up. */
  Deadline deadline();

  /** The same with another deadline: a call that has waited for its place has its whole time yet. */
  Call until(Deadline deadline);

  /** Cancelled when nobody waits any more. */
  CallCancellation cancellation();

  /** The way back to the client. */
  ClientChannel client();

  /** What the caller gets whose arguments are not valid, in words: a tool's model reads them as a result, and tries again. */
  default Outcome invalid(String words) {
    return new Outcome.Ended(new DeclinedException(words, false));
  }

  /** What the caller gets in place of an answer when the call could not be finished, in words: a tool's model reads them as a result. */
  default Outcome failed(String words) {
    return new Outcome.Ended(new FaultException(words));
  }
}
