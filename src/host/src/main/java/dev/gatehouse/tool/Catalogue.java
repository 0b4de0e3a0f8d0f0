package dev.gatehouse.tool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every tool of one tenant, by name, in the order of names: lists must not change their order while the set is the same, on any
 * host. Immutable; a swap replaces the whole.
 */
public final class Catalogue {

  /** No tools. */
  public static final Catalogue EMPTY = new Catalogue(Collections.emptySortedMap());

  private final SortedMap<String, ToolEntry> entries;

  private Catalogue(SortedMap<String, ToolEntry> entries) {
    this.entries = entries;
  }

  /**
   * This catalogue and more tools.
   *
   * @throws IllegalArgumentException naming the tool and both plugins, when a name is taken
   */
  public Catalogue plus(List<ToolEntry> more) {
    SortedMap<String, ToolEntry> all = new TreeMap<>(entries);
    for (ToolEntry entry : more) {
      ToolEntry taken = all.putIfAbsent(entry.info().name(), entry);
      if (taken != null) {
        throw new IllegalArgumentException("tool '" + entry.info().name() + "' of plugin '" + entry.address().plugin()
            + "' is already served by plugin '" + taken.address().plugin() + "'; rename one of them");
      }
    }
    return new Catalogue(all);
  }

  /**
   * One tool.
   *
   * @return the tool, or null
   */
  public ToolEntry find(String name) {
    return entries.get(name);
  }

  /** All tools, in order. */
  public Collection<ToolEntry> all() {
    return Collections.unmodifiableCollection(entries.values());
  }

  /** The names, in order. */
  public List<String> names() {
    return new ArrayList<>(entries.keySet());
  }
}
