package dev.gatehouse.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All of {@code conf/gatehouse.json}, read and checked.
 *
 * @param http the port callers use
 * @param admin the port operators use
 * @param redis where keys, limits and audit are kept
 * @param auth how keys are checked
 * @param limits how calls are counted
 * @param audit how long the record of calls and refusals is kept
 * @param plugins where jars are found
 * @param calls bounds of one tool call
 * @param sessions bounds of the older protocol's sessions
 * @param shutdown how the host stops
 * @param cluster how edges and workers find each other
 * @param telemetry traces and metrics by OpenTelemetry
 * @param tenants settings by tenant name, in the order of the file; a tenant without settings is not in it
 */
public record HostConfig(HttpConfig http, AdminConfig admin, RedisConfig redis, AuthConfig auth, LimitsConfig limits,
    AuditConfig audit, PluginsConfig plugins, CallsConfig calls, SessionsConfig sessions,
    ShutdownConfig shutdown, ClusterConfig cluster, TelemetryConfig telemetry, Map<String, TenantConfig> tenants) {

  /** Keeps an unmodifiable copy of the tenants. */
  public HostConfig {
    tenants = Collections.unmodifiableMap(new LinkedHashMap<>(tenants));
  }

  /** What {@code check} alone says: settings that only some hosts need, each a sentence that begins with its field. */
  public List<String> advice() {
    boolean unclear = !http.trustedProxies().isEmpty() || http.wildcard();
    return http.publicUrl() != null || !unclear ? List.of() : List.of("http.publicUrl: is not set, and clients reach this host by another"
        + " URL than that of its bind address. Keys work without it; tokens need it: it is their audience, and where clients log in begins"
        + " there. Set it to the URL that clients use, without /mcp.");
  }

  /** What is allowed and seldom meant, each a sentence that begins with its field. */
  public List<String> warnings() {
    return admin.loopback() ? List.of() : List.of("admin.host: " + admin.host() + " is not loopback, and the admin port speaks plain HTTP:"
        + " whoever reaches it reads health and metrics, and admin.token crosses the network in the clear. Let only operators reach it, by a"
        + " proxy that ends TLS or a network of their own.");
  }
}
