package dev.gatehouse.tenant;

import dev.gatehouse.feature.Address;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a hot swap: which versions are served now and which are gone. */
record SwapLog(String tenant, Map<String, Generation> before, Map<String, Generation> after) {

  private static final Logger LOG = LoggerFactory.getLogger(Tenants.class);
  private static final int MOST_SHOWN = 8;

  static SwapLog of(String tenant, Map<String, Generation> before, Map<String, Generation> after) {
    return new SwapLog(tenant, Map.copyOf(before), new TreeMap<>(after));
  }

  void log() {
    after.forEach((plugin, generation) -> {
      if (before.get(plugin) != generation) {
        LOG.info("plugin {}/{} serves {}, generation {}, from {}", tenant, plugin, few(names(generation.features())),
            generation.address().generation(), few(generation.jars()));
      }
    });
    before.keySet().stream().filter(plugin -> !after.containsKey(plugin)).sorted()
        .forEach(plugin -> LOG.info("plugin {}/{} is gone", tenant, plugin));
  }

  /** A plugin that runs has changed what it serves. */
  static void logChange(Address address, List<Feature> before, List<Feature> after) {
    List<String> added = names(after);
    added.removeAll(names(before));
    List<String> removed = names(before);
    removed.removeAll(names(after));
    LOG.info("plugin {}/{} {} {}", address.tenant(), address.plugin(), added.isEmpty() ? "serves no more" : "serves also",
        few(added.isEmpty() ? removed : added));
  }

  /** A line is to be read by somebody; the whole list is in {@code /health/ready}. */
  private static String few(List<?> all) {
    String shown = all.stream().limit(MOST_SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    return all.size() <= MOST_SHOWN ? shown : shown + " and " + (all.size() - MOST_SHOWN) + " more";
  }

  private static List<String> names(List<Feature> features) {
    List<String> names = new ArrayList<>();
    features.stream().map(Feature::key).filter(key -> key.kind() != Kind.COMPLETION)
        .forEach(key -> names.add(key.kind() == Kind.PROMPT ? "prompt " + key.name() : key.name()));
    return names;
  }
}
