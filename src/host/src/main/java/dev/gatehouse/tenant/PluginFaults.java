package dev.gatehouse.tenant;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Quarantine of one tenant's plugins: those that are not served, or not in their newest version. A plugin stays there until its files
 * change. One whose start failed is retried with exponential back-off; a retry is logged only when it fails for another reason.
 */
final class PluginFaults {

  private static final Logger LOG = LoggerFactory.getLogger(PluginFaults.class);

  private final String tenant;
  private final LifecycleTimes times;
  private final Level level;
  private final Map<String, Refused> refused = new TreeMap<>();

  /** Creates an empty quarantine; new faults are logged at this level. */
  PluginFaults(String tenant, LifecycleTimes times, Level level) {
    this.tenant = tenant;
    this.times = times;
    this.level = level;
  }

  /** Puts a plugin into quarantine; {@code replaces} is whether another version of it runs. */
  void add(DesiredPlugin found, String message, boolean replaces, Retry retry) {
    PluginFault fault = new PluginFault(tenant, found.source().name(), message);
    String stays = replaces ? " in this version; the running version stays" : "";
    String again = retry instanceof Retry.Later ? "; trying again from time to time" : "";
    Refused before = known(found);
    boolean known = before != null && before.fault().equals(fault);
    LOG.atLevel(known ? Level.DEBUG : level).log("plugin {}/{} is not served{}: {}{}", tenant, fault.plugin(), stays, fault.message(),
        again);
    refused.put(fault.plugin(), new Refused(found, fault, retry));
  }

  /** A retry with exponential back-off, which also waits until the last try is gone. */
  Retry later(DesiredPlugin found, BooleanSupplier gone) {
    Refused before = known(found);
    int failures = 1 + (before != null && before.retry() instanceof Retry.Later last ? last.failures() : 0);
    return new Retry.Later(failures, System.nanoTime() + times.again(failures).toNanos(), gone);
  }

  /** Whether a timed retry is pending. */
  boolean waiting() {
    return refused.values().stream().anyMatch(one -> one.retry() instanceof Retry.Later);
  }

  /** Whether a plugin must not be loaded now. */
  boolean holds(DesiredPlugin found) {
    Refused known = known(found);
    return known != null && !known.retry().due();
  }

  boolean has(DesiredPlugin found) {
    return known(found) != null;
  }

  private @Nullable Refused known(DesiredPlugin found) {
    Refused one = refused.get(found.source().name());
    return one != null && one.found().equals(found) ? one : null;
  }

  /** The plugins whose names clash with other plugins. They are retried when those change. */
  Set<String> clashes() {
    Set<String> names = new HashSet<>();
    refused.values().stream().filter(one -> one.retry() == Retry.NAMES).forEach(one -> names.add(one.fault().plugin()));
    return names;
  }

  /** The names of all plugins in quarantine. */
  Set<String> names() {
    return Set.copyOf(refused.keySet());
  }

  void forget(Collection<String> plugins) {
    refused.keySet().removeAll(plugins);
  }

  /** Removes the plugins that are no longer in the folder. */
  void keep(Predicate<DesiredPlugin> stillThere) {
    refused.values().removeIf(one -> !stillThere.test(one.found()));
  }

  List<PluginFault> all() {
    return refused.values().stream().map(Refused::fault).toList();
  }

  private record Refused(DesiredPlugin found, PluginFault fault, Retry retry) {
  }

  /** The condition for a retry. */
  sealed interface Retry {

    /** Retry when its files have changed. */
    Retry FILES = new OnFiles();
    /** Retry when other plugins have released names. */
    Retry NAMES = new OnNames();

    /** Whether a retry with the same files is due. */
    default boolean due() {
      return false;
    }

    /** See {@link #FILES}. */
    record OnFiles() implements Retry {
    }

    /** See {@link #NAMES}. */
    record OnNames() implements Retry {
    }

    /**
     * Retry after a back-off: a backend that its start needs may be available then.
     *
     * @param failures how often it failed, with the same files
     * @param at when, by {@link System#nanoTime}
     * @param gone whether nothing of the last try runs any more: one that hangs is not tried a second time beside itself
     */
    record Later(int failures, long at, BooleanSupplier gone) implements Retry {

      @Override
      public boolean due() {
        return System.nanoTime() - at >= 0 && gone.getAsBoolean();
      }
    }
  }
}
