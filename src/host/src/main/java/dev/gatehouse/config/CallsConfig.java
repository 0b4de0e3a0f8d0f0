package dev.gatehouse.config;

import java.time.Duration;
import java.util.Collection;

/**
 * Limits of calls and lists.
 *
 * @param timeout how long it may take
 * @param concurrencyPerTenant how many calls of one tenant run at once on this host
 * @param concurrencyPerTool how many calls of one tool run at once on this host, tenant by tenant
 * @param queuePerTenant how many calls of one tenant may wait for that
 * @param queuePerTool how many calls of one tool may wait for that, tenant by tenant
 * @param queueTimeout how long a call may wait for that
 * @param maxResult the longest result, in bytes
 * @param maxPage the longest page of a list, in bytes
 */
public record CallsConfig(Duration timeout, int concurrencyPerTenant, int concurrencyPerTool, int queuePerTenant, int queuePerTool,
    Duration queueTimeout, long maxResult, long maxPage) {

  /** No timeout may be longer, wherever it is set. */
  static final String LONGEST = "1d";
  /** No concurrency, and no queue, may be more. */
  static final int MOST = 1_000_000;
  /** No result may be larger. */
  static final String LARGEST = "1GiB";

  /** The longest that any call may take, its wait included, with what these tenants have otherwise: so long a drain may wait. */
  public Duration longest(Collection<TenantConfig> tenants) {
    return tenants.stream().map(tenant -> tenant.calls().longest(this))
        .reduce(timeout.plus(queueTimeout), (one, other) -> one.compareTo(other) > 0 ? one : other);
  }
}
