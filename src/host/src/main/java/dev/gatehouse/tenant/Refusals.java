package dev.gatehouse.tenant;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins of one tenant that are not served, or not in their newest version. Each is refused once, until its files change. */
final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final String tenant;
  private final Map<String, Refused> refused = new TreeMap<>();

  Refusals(String tenant) {
    this.tenant = tenant;
  }

  void add(Found found, String message, boolean clash, boolean replaces) {
    String plugin = found.source().name();
    LOG.error("plugin {}/{} is not served{}: {}", tenant, plugin, replaces ? " in this version, the one that runs stays" : "", message);
    refused.put(plugin, new Refused(found, new PluginFault(tenant, plugin, message), clash));
  }

  boolean has(Found found) {
    Refused one = refused.get(found.source().name());
    return one != null && one.found().equals(found);
  }

  /** Those whose tools have the names of other plugins': they have another chance when those change. */
  Set<String> clashes() {
    Set<String> names = new HashSet<>(refused.keySet());
    names.removeIf(name -> !refused.get(name).clash());
    return names;
  }

  void forget(Collection<String> plugins) {
    refused.keySet().removeAll(plugins);
  }

  /** Forgets what is not in the folder any more. */
  void keep(Predicate<Found> stillThere) {
    refused.values().removeIf(one -> !stillThere.test(one.found()));
  }

  List<PluginFault> faults() {
    return refused.values().stream().map(Refused::fault).toList();
  }

  private record Refused(Found found, PluginFault fault, boolean clash) {
  }
}
