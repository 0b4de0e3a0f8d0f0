package dev.gatehouse.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Collects all faults of one input, so that whoever wrote it sees them at once: a file, a plugin's settings, the arguments of a call. */
public final class Faults {

  /** How many faults one message tells. */
  public static final int MOST = 20;

  /** The set is made for the first fault, since nearly every call has none. */
  private Set<Fault> all = Set.of();

  /** Adds a fault, unless the same one is there already. */
  public void add(String place, String words) {
    addAll(List.of(new Fault(place, words)));
  }

  /** Adds faults, each unless the same one is there already. */
  public void addAll(Collection<Fault> faults) {
    if (all.isEmpty()) {
      all = new LinkedHashSet<>();
    }
    all.addAll(faults);
  }

  /** Whether there is no fault. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Whether there is a fault of exactly this place. */
  public boolean has(String place) {
    return all.stream().anyMatch(fault -> fault.place().equals(place));
  }

  /** All faults, in the order in which they were added; a view. */
  public Set<Fault> all() {
    return Collections.unmodifiableSet(all);
  }

  /**
   * The faults in words, for a message of bounded length: the first 20, and a last line that says when there are more.
   *
   * @param line one fault in words
   */
  public List<String> lines(Function<Fault, String> line) {
    List<String> lines = new ArrayList<>(all.stream().limit(MOST).map(line).toList());
    if (all.size() > MOST) {
      lines.add("and more");
    }
    return lines;
  }
}
