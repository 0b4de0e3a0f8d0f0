package dev.gatehouse;

import dev.gatehouse.config.ConfigDifference;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.http.PublicServer;
import dev.gatehouse.record.OneLine;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration that a host runs with, and the changes of its file that are not applied: because they are invalid, or need a restart.
 */
final class RunningConfig {

  private static final Logger LOG = LoggerFactory.getLogger(RunningConfig.class);
  private static final int FEW = 20;

  private final HostConfig started;
  private volatile HostConfig current;
  private volatile List<String> faults = List.of();
  private volatile List<String> restart = List.of();

  RunningConfig(HostConfig started) {
    this.started = started;
    current = started;
  }

  /** The settings that tenants have now. */
  Collection<TenantConfig> tenants() {
    return current.tenants().values();
  }

  /** Applies another configuration, and logs what takes effect now and what after a restart. */
  void take(Path file, HostConfig next) {
    Set<String> tenants = ConfigDifference.tenants(current, next);
    List<String> outside = new ArrayList<>(ConfigDifference.outsideTenants(started, next));
    if (longest(next).minus(longest(started)).compareTo(PublicServer.IDLE) > 0) {
      outside.add("tenants.*.calls.timeout beyond " + longest(started).plus(PublicServer.IDLE).toSeconds() + " s");
    }
    LOG.info("{} was read again: the settings of {} have changed", file, tenants.isEmpty() ? "no tenant" : OneLine.few(tenants, FEW));
    if (!outside.isEmpty() && !outside.equals(restart)) {
      LOG.warn("{}: what has changed of {} takes effect at the next start", file, OneLine.few(outside, FEW));
    }
    faults = List.of();
    restart = List.copyOf(outside);
    current = next;
  }

  /** Logs the faults of a file that is not applied, once; each fault names the file. */
  void refuse(List<String> wrong) {
    if (!wrong.equals(faults)) {
      LOG.error("the configuration is not applied; the previous one stays in effect: {}{}", wrong.get(0),
          wrong.size() == 1 ? "" : " (and " + (wrong.size() - 1) + " more; 'check' lists them)");
    }
    faults = List.copyOf(wrong);
  }

  /** The longest call timeout. Silent calls cannot exceed the connections' idle time, which is set at the start. */
  private Duration longest(HostConfig config) {
    return started.calls().longest(config.tenants().values());
  }

  /** For {@code /health/ready}. */
  JsonObject state() {
    return new JsonObject().put("restart", new JsonArray(restart)).put("refused", new JsonArray(faults));
  }
}
