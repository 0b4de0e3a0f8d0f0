package dev.gatehouse.spi;

import java.util.List;

/**
 * A prompt's whole answer.
 *
 * @param description what it is; the prompt's own description when null
 * @param messages in order
 */
public record PromptResponse(String description, List<PromptMessage> messages) {

  /** Copies the messages. */
  public PromptResponse {
    messages = List.copyOf(messages);
  }

  /**
   * An answer of these messages.
   *
   * @param messages in order
   * @return the response
   */
  public static PromptResponse withMessages(PromptMessage... messages) {
    return new PromptResponse(null, List.of(messages));
  }

  /**
   * An answer of these messages.
   *
   * @param messages in order
   * @return the response
   */
  public static PromptResponse withMessages(List<PromptMessage> messages) {
    return new PromptResponse(null, messages);
  }
}
