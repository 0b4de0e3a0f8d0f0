package dev.gatehouse.tenant;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The plugins of one tenant that are not served, or not in their newest version. Each is refused once, until its files change; one whose
 * start failed is tried again, which the log tells only when it fails for another reason.
 */
final class PluginFaults {

  private static final Logger LOG = LoggerFactory.getLogger(PluginFaults.class);

  private final String tenant;
  private final LifecycleTimes pace;
  private final Map<String, Refused> refused = new TreeMap<>();

  PluginFaults(String tenant, LifecycleTimes pace) {
    this.tenant = tenant;
    this.pace = pace;
  }

  /** Refuses a plugin; {@code replaces} is whether another version of it runs. */
  void add(DesiredPlugin found, String message, boolean replaces, RetryWhen remedy) {
    PluginFault fault = new PluginFault(tenant, found.source().name(), message);
    String stays = replaces ? " in this version, the one that runs stays" : "";
    String again = remedy instanceof RetryWhen.Later ? "; trying again from time to time" : "";
    boolean known = has(found) && refused.get(fault.plugin()).fault().equals(fault);
    LOG.atLevel(known ? Level.DEBUG : Level.ERROR).log("plugin {}/{} is not served{}: {}{}", tenant, fault.plugin(), stays, fault.message(),
        again);
    refused.put(fault.plugin(), new Refused(found, fault, remedy));
  }

  /** That a plugin may do later, when what was tried is gone; the later, the more often it failed. */
  RetryWhen later(DesiredPlugin found, BooleanSupplier gone) {
    int failures = 1 + (has(found) && refused.get(found.source().name()).remedy() instanceof RetryWhen.Later last ? last.failures() : 0);
    return new RetryWhen.Later(failures, System.nanoTime() + pace.again(failures).toNanos(), gone);
  }

  /** Whether one of them is to be tried again though nobody touches its files. */
  boolean waiting() {
    return refused.values().stream().anyMatch(one -> one.remedy() instanceof RetryWhen.Later);
  }

  /** Whether a plugin is not to be loaded now. */
  boolean holds(DesiredPlugin found) {
    return has(found) && !refused.get(found.source().name()).remedy().due();
  }

  boolean has(DesiredPlugin found) {
    Refused one = refused.get(found.source().name());
    return one != null && one.found().equals(found);
  }

  /** Those whose tools have the names of other plugins': they have another chance when those change. */
  Set<String> clashes() {
    Set<String> names = new HashSet<>(refused.keySet());
    names.removeIf(name -> refused.get(name).remedy() != RetryWhen.NAMES);
    return names;
  }

  /** All of them. */
  Set<String> names() {
    return Set.copyOf(refused.keySet());
  }

  void forget(Collection<String> plugins) {
    refused.keySet().removeAll(plugins);
  }

  /** Forgets what is not in the folder any more. */
  void keep(Predicate<DesiredPlugin> stillThere) {
    refused.values().removeIf(one -> !stillThere.test(one.found()));
  }

  List<PluginFault> faults() {
    return refused.values().stream().map(Refused::fault).toList();
  }

  private record Refused(DesiredPlugin found, PluginFault fault, RetryWhen remedy) {
  }
}
