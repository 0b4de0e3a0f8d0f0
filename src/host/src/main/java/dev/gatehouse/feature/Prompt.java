package dev.gatehouse.feature;

import java.util.Objects;

/**
 * A prompt that can be used.
 *
 * @param info what is told about it
 * @param function what runs
 */
public record Prompt(PromptInfo info, PluginFunction<PromptCall, PromptResult> function) {

  /** Refuses null. */
  public Prompt {
    Objects.requireNonNull(info, "info");
    Objects.requireNonNull(function, "function");
  }
}
