package dev.gatehouse.spi;

import java.util.List;

/**
 * What a model is asked.
 *
 * @param messages the conversation
 * @param maxTokens the longest answer
 * @param systemPrompt what goes before, or null
 * @param temperature how free the answer is, or null for the client's choice
 * @param stopSequences where the answer ends; may be empty
 */
public record SamplingRequest(List<SamplingMessage> messages, int maxTokens, String systemPrompt, Double temperature,
    List<String> stopSequences) {

  /** Copies. */
  public SamplingRequest {
    messages = List.copyOf(messages);
    stopSequences = List.copyOf(stopSequences);
  }

  /**
   * Asks with the client's own settings.
   *
   * @param maxTokens the longest answer
   * @param messages the conversation
   * @return the request
   */
  public static SamplingRequest of(int maxTokens, SamplingMessage... messages) {
    return new SamplingRequest(List.of(messages), maxTokens, null, null, List.of());
  }
}
