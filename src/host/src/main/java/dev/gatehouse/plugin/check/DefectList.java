package dev.gatehouse.plugin.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects all defects of a plugin, so that its author sees them at once. */
public final class DefectList {

  private static final int MOST = 20;

  private final List<PluginDefect> defects = new ArrayList<>();

  /** Runs a step and keeps its defect, if any. */
  public void attempt(Runnable step) {
    get(() -> {
      step.run();
      return null;
    });
  }

  /**
   * Runs a step that returns a value.
   *
   * @return null when it refused
   */
  public <T> @Nullable T get(Supplier<T> step) {
    try {
      return step.get();
    } catch (PluginDefect e) {
      defects.add(e);
      return null;
    }
  }

  public boolean isEmpty() {
    return defects.isEmpty();
  }

  /** Throws all defects as one. */
  public void throwIfAny() {
    if (defects.size() == 1) {
      throw defects.get(0);
    }
    if (!defects.isEmpty()) {
      List<String> clauses = defects.stream().flatMap(defect -> defect.clauses().stream()).distinct().toList();
      throw new PluginDefect(clauses, words(clauses), defects.get(0), defects.stream().allMatch(PluginDefect::passing));
    }
  }

  /** Joins all clauses to one line. Equal instructions are given once. */
  private static String words(List<String> clauses) {
    Set<String> instructions = new HashSet<>();
    String all = clauses.stream().limit(MOST).map(clause -> {
      int instruction = clause.indexOf("; ");
      return instruction < 0 || instructions.add(clause.substring(instruction)) ? clause : clause.substring(0, instruction);
    }).collect(Collectors.joining("; it also "));
    return clauses.size() > MOST ? all + "; and " + (clauses.size() - MOST) + " more" : all;
  }
}
