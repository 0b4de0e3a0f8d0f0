package dev.gatehouse.feature;

import java.util.Objects;

/**
 * Something that proposes values for an argument.
 *
 * @param ref which argument
 * @param function what runs
 */
public record Completion(CompletionRef ref, PluginFunction<CompletionCall, CompletionResult> function) {

  /** Refuses null. */
  public Completion {
    Objects.requireNonNull(ref, "ref");
    Objects.requireNonNull(function, "function");
  }
}
