package dev.gatehouse.feature;

import java.util.concurrent.CompletionStage;

/**
 * The body of something that a plugin serves, with its arguments checked and bound. Implemented above, in {@code plugin}.
 *
 * @param <C> what calls it
 * @param <R> what it answers
 */
public interface PluginFunction<C extends Call, R extends Result> {

  /**
   * Runs; may block. {@link InputRequiredException}, {@link MissingCapabilityException} and {@link DeclinedException} reach the caller as they
   * are; whatever else is thrown, or fails the stage, is an internal fault whose text stays in the log.
   *
   * @throws Exception an internal fault, or {@link InterruptedException} after a cancellation
   */
  CompletionStage<R> call(C call) throws Exception;
}
