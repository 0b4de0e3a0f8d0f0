package dev.gatehouse.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Collects all reasons against a plugin, so that its author reads them at once and not one at each try. */
final class Findings {

  private static final int MOST = 20;

  private final List<Refusal> refusals = new ArrayList<>();

  /** Takes a step; what it refuses is kept. */
  void attempt(Runnable step) {
    get(() -> {
      step.run();
      return null;
    });
  }

  /**
   * Takes a step that makes something.
   *
   * @return null when it refused
   */
  <T> T get(Supplier<T> step) {
    try {
      return step.get();
    } catch (Refusal e) {
      refusals.add(e);
      return null;
    }
  }

  boolean isEmpty() {
    return refusals.isEmpty();
  }

  /** Throws all that was found as one. */
  void throwIfAny() {
    if (refusals.size() == 1) {
      throw refusals.get(0);
    }
    if (!refusals.isEmpty()) {
      throw new Refusal(words(), refusals.get(0), refusals.stream().allMatch(Refusal::passing));
    }
  }

  private String words() {
    return refusals.stream().limit(MOST).map(Refusal::getMessage).distinct().collect(Collectors.joining("; it also "))
        + (refusals.size() > MOST ? "; and " + (refusals.size() - MOST) + " more" : "");
  }
}
