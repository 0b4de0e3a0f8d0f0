package dev.gatehouse.feature;

import dev.gatehouse.record.ResourceUri;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All features that one tenant serves, by key and in the order of keys. Immutable; a hot swap replaces the whole. */
public final class Catalogue {

  /** Nothing. */
  public static final Catalogue EMPTY = new Catalogue(Collections.emptySortedMap());

  private final SortedMap<Key, Entry> entries;
  private final Map<Kind, List<Entry>> lists;

  private Catalogue(SortedMap<Key, Entry> entries) {
    this.entries = entries;
    lists = entries.values().stream().collect(Collectors.groupingBy(entry -> entry.key().kind(), () -> new EnumMap<>(Kind.class),
        Collectors.toUnmodifiableList()));
  }

  /**
   * This catalogue and what another plugin serves.
   *
   * @throws IllegalArgumentException naming the feature and both plugins, when a key is taken
   */
  public Catalogue plus(List<Entry> more) {
    SortedMap<Key, Entry> all = new TreeMap<>(entries);
    for (Entry entry : more) {
      Entry taken = all.putIfAbsent(entry.key(), entry);
      if (taken != null) {
        throw new IllegalArgumentException(entry.key() + " of plugin '" + entry.address().plugin() + "' is already served by plugin '"
            + taken.address().plugin() + "'; rename one of them");
      }
    }
    return new Catalogue(all);
  }

  /** One feature, or null. */
  public @Nullable Entry find(Key key) {
    return entries.get(key);
  }

  /** What serves a URI: the resource of that URI, else the first template that it matches, or null. */
  public @Nullable Entry resource(ResourceUri uri) {
    Entry resource = find(Key.resource(uri));
    return resource != null ? resource
        : all(Kind.TEMPLATE).stream().filter(entry -> ((ResourceInfo) entry.info()).variables(uri) != null).findFirst().orElse(null);
  }

  /** All features of a kind, in order. */
  public List<Entry> all(Kind kind) {
    return lists.getOrDefault(kind, List.of());
  }

  /** The names of all features of a kind, in order. */
  public List<String> names(Kind kind) {
    return all(kind).stream().map(entry -> entry.key().name()).toList();
  }
}
