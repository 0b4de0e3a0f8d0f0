package dev.gatehouse.tenant;

import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator reads in the log about a change. */
record Announcement(String tenant, Map<String, Generation> before, Map<String, Generation> after) {

  private static final Logger LOG = LoggerFactory.getLogger(Tenants.class);

  static Announcement of(String tenant, Map<String, Generation> before, Map<String, Generation> after) {
    return new Announcement(tenant, Map.copyOf(before), new TreeMap<>(after));
  }

  void log() {
    after.forEach((plugin, generation) -> {
      if (before.get(plugin) != generation) {
        LOG.info("plugin {}/{} serves {}, generation {}", tenant, plugin,
            generation.entries().stream().map(entry -> entry.info().name()).toList(), generation.address().generation());
      }
    });
    before.keySet().stream().filter(plugin -> !after.containsKey(plugin)).sorted()
        .forEach(plugin -> LOG.info("plugin {}/{} is gone", tenant, plugin));
  }
}
