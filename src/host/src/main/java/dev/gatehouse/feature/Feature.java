package dev.gatehouse.feature;

import dev.gatehouse.feature.bulkhead.BusyException;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * A tool, prompt, resource, resource template or completion of a plugin.
 *
 * @param info its description
 * @param body what runs
 * @param blocking whether it may block, as its author says; what does not runs on the event loop
 */
public record Feature(Info info, Body body, boolean blocking) {

  /** Refuses null. */
  public Feature {
    Objects.requireNonNull(info, "info");
    Objects.requireNonNull(body, "body");
  }

  /** A feature that may block. */
  public Feature(Info info, Body body) {
    this(info, body, true);
  }

  /** The key. */
  public Key key() {
    return info.key();
  }

  /** The code of a feature, with its arguments checked and bound. Implemented in {@code plugin}. */
  @FunctionalInterface
  public interface Body {

    /**
     * Runs; may block where {@link Feature#blocking} says so. {@link InputRequiredException}, {@link MissingCapabilityException} and
     * {@link DeclinedException} reach the caller as they are. A body that passes the call on to another node may fail with
     * {@link EndedElsewhereException}, and with {@link BusyException} when the call has not run for lack of room. Whatever else is thrown, or fails the stage, is an internal fault whose text stays in the log.
     *
     * @return the result, of the kind that the feature is of
     * @throws Exception an internal fault, or {@link InterruptedException} after a cancellation
     */
    CompletionStage<? extends Result> call(Call call) throws Exception;

    /** Whether it is the host's own code, which may run on an event loop from its first call. */
    default boolean isHostCode() {
      return false;
    }
  }
}
