package dev.gatehouse.feature;

import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * A tool, prompt, resource, resource template or completion of a plugin.
 *
 * @param info its description
 * @param body what runs
 */
public record Feature(Info info, Body body) {

  /** Refuses null. */
  public Feature {
    Objects.requireNonNull(info, "info");
    Objects.requireNonNull(body, "body");
  }

  /** The key. */
  public Key key() {
    return info.key();
  }

  /** The code of a feature, with its arguments checked and bound. Implemented in {@code plugin}. */
  @FunctionalInterface
  public interface Body {

    /**
     * Runs; may block. {@link InputRequiredException}, {@link MissingCapabilityException} and {@link DeclinedException} reach the caller
     * as they are; whatever else is thrown, or fails the stage, is an internal fault whose text stays in the log.
     *
     * @return the result, of the kind that the feature is of
     * @throws Exception an internal fault, or {@link InterruptedException} after a cancellation
     */
    CompletionStage<? extends Result> call(Call call) throws Exception;
  }
}
