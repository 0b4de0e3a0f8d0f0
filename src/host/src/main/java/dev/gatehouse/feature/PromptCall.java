package dev.gatehouse.feature;

import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Deadline;
import java.util.Map;
import java.util.Objects;

/**
 * One use of one prompt.
 *
 * @param prompt the prompt's name
 * @param arguments by name; empty when absent, never null
 * @param caller who calls
 * @param deadline when the host gives up
 * @param cancellation cancelled when nobody waits any more
 * @param client the way back to the client
 */
public record PromptCall(String prompt, Map<String, String> arguments, Caller caller, Deadline deadline,
    CallCancellation cancellation, ClientChannel client) implements Call {

  /** Refuses null. */
  public PromptCall {
    Objects.requireNonNull(prompt, "prompt");
    arguments = Map.copyOf(arguments);
  }

  @Override
  public PromptCall until(Deadline deadline) {
    return new PromptCall(prompt, arguments, caller, deadline, cancellation, client);
  }

  @Override
  public String key() {
    return key(prompt);
  }

  static String key(String prompt) {
    return "prompt:" + prompt;
  }

  @Override
  public String subject() {
    return "prompt '" + prompt + "'";
  }
}
