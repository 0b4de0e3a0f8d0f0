package dev.gatehouse.feature;

import dev.gatehouse.spi.PromptMessage;
import java.util.List;

/**
 * A prompt, filled in.
 *
 * @param description what it is, or null
 * @param messages in order
 */
public record PromptResult(String description, List<PromptMessage> messages) implements Result {

  /** Copies the messages. */
  public PromptResult {
    messages = List.copyOf(messages);
  }
}
