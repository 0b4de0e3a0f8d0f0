package dev.gatehouse.tenant;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Falls back to last known good versions: holds the copies that one tenant is served because the plugins in its folder cannot be. After a
 * restart no older version is running, so the copies are loaded instead.
 */
final class Fallbacks {

  private static final Logger LOG = LoggerFactory.getLogger(Fallbacks.class);

  private final String tenant;
  private final LastGoodStore lastGood;
  private final Map<String, DesiredPlugin> fallbacks = new TreeMap<>();

  Fallbacks(String tenant, LastGoodStore lastGood) {
    this.tenant = tenant;
    this.lastGood = lastGood;
  }

  /** Falls back from a plugin that cannot be served, if there is a copy of another version. */
  void add(DesiredPlugin broken) {
    DesiredPlugin kept = lastGood.find(tenant, broken);
    if (kept != null) {
      LOG.warn("plugin {}/{}: loading the copy of its last good version, {}, until {} can be served", tenant, broken.source().name(),
          kept.source().location(), broken.source().location());
      fallbacks.put(broken.source().name(), kept);
    }
  }

  /** Whether this is a fallback copy. */
  boolean has(DesiredPlugin found) {
    return found.equals(fallbacks.get(found.source().name()));
  }

  /** Drops a copy that cannot be served either; returns whether it was one. */
  boolean giveUp(DesiredPlugin found, String why) {
    boolean was = fallbacks.remove(found.source().name(), found);
    if (was) {
      LOG.warn("plugin {}/{}: the copy of its last good version is not served either: {}", tenant, found.source().name(), why);
    }
    return was;
  }

  void retain(Predicate<DesiredPlugin> needed) {
    fallbacks.values().removeIf(needed.negate());
  }

  List<DesiredPlugin> all() {
    return List.copyOf(fallbacks.values());
  }

  /** The fault of a plugin, with what is served instead. */
  PluginFault tell(PluginFault fault, Predicate<DesiredPlugin> served) {
    DesiredPlugin kept = fallbacks.get(fault.plugin());
    return kept == null || !served.test(kept) ? fault : new PluginFault(fault.tenant(), fault.plugin(),
        fault.message() + "; the copy of its last good version is served instead");
  }
}
