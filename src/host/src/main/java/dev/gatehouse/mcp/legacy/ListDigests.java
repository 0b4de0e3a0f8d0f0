package dev.gatehouse.mcp.legacy;

import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Kind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Digests of what a tenant serves, for the sessions of clients that were not connected while it changed: {@code tools=1f… prompts=…
 * resources=…}. They are the same on all hosts that serve the same. Thread-safe.
 */
final class ListDigests {

  private static final List<Kind> KINDS = List.of(Kind.TOOL, Kind.PROMPT, Kind.RESOURCE);

  private final Map<Catalogue, String> known = Collections.synchronizedMap(new WeakHashMap<>());

  /** The digest of all lists of a catalogue; computed once for each. */
  String of(Catalogue catalogue) {
    return known.computeIfAbsent(catalogue,
        one -> KINDS.stream().map(kind -> name(kind) + Long.toHexString(digest(one, kind))).collect(Collectors.joining(" ")));
  }

  private static String name(Kind kind) {
    return kind.plural() + "=";
  }

  /** Templates are announced as resources are. */
  private static long digest(Catalogue catalogue, Kind kind) {
    long digest = digest(catalogue.all(kind));
    return kind == Kind.RESOURCE ? 31 * digest + digest(catalogue.all(Kind.TEMPLATE)) : digest;
  }

  private static long digest(List<Entry> entries) {
    long digest = 0;
    for (Entry entry : entries) {
      digest = 31 * (31 * digest + entry.key().name().hashCode()) + entry.info().json().hashCode();
    }
    return digest;
  }

  /** The kinds whose lists differ between two digests; none when the first is empty. */
  static Set<Kind> changed(String before, String now) {
    Set<Kind> changed = EnumSet.noneOf(Kind.class);
    if (!before.isEmpty()) {
      KINDS.stream().filter(kind -> !part(before, kind).equals(part(now, kind))).forEach(changed::add);
    }
    return changed;
  }

  /** A digest with some kinds as another has them. */
  static String with(String before, String now, Set<Kind> kinds) {
    return KINDS.stream().map(kind -> part(kinds.contains(kind) ? now : before, kind)).collect(Collectors.joining(" "));
  }

  private static String part(String digest, Kind kind) {
    return Stream.of(digest.split(" ")).filter(part -> part.startsWith(name(kind))).findFirst().orElse(name(kind));
  }
}
