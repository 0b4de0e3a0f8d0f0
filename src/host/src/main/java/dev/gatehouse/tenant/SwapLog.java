package dev.gatehouse.tenant;

import dev.gatehouse.feature.Address;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.record.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a hot swap: which versions are served now and which are gone. */
record SwapLog(String tenant, Map<String, Generation> before, Map<String, Generation> after) {

  private static final Logger LOG = LoggerFactory.getLogger(Tenants.class);
  /** A line is to be read by somebody; the whole list is in {@code /health/ready}. */
  private static final int MOST_SHOWN = 8;

  static SwapLog of(String tenant, Map<String, Generation> before, Map<String, Generation> after) {
    return new SwapLog(tenant, Map.copyOf(before), new TreeMap<>(after));
  }

  void log() {
    after.forEach((plugin, generation) -> {
      if (before.get(plugin) != generation) {
        LOG.info("plugin {}/{} serves {}, generation {}, from {}", tenant, plugin, OneLine.few(names(generation.features()), MOST_SHOWN),
            generation.address().generation(), OneLine.few(generation.jars(), MOST_SHOWN));
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
        OneLine.few(added.isEmpty() ? removed : added, MOST_SHOWN));
  }

  private static List<String> names(List<Feature> features) {
    List<String> names = new ArrayList<>();
    features.stream().map(Feature::key).filter(key -> key.kind() != Kind.COMPLETION)
        .forEach(key -> names.add(key.kind() == Kind.PROMPT ? "prompt " + key.name() : key.name()));
    return names;
  }
}
