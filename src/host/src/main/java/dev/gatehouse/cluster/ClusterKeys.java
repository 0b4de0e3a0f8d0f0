package dev.gatehouse.cluster;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a node seals its messages with, one for each tenant. An edge derives them from the cluster's secret; a worker has the keys
 * of its own tenants alone, so that it can neither read nor answer the calls of others. Thread-safe.
 *
 * <p>A tenant's key is HMAC-SHA256 with the secret as the key and the tenant's name as the text, in hex.
 */
public final class ClusterKeys {

  private static final int KEY = 32;

  private final Function<String, byte @Nullable []> keys;
  private final Map<String, Seal> seals = new ConcurrentHashMap<>();

  private ClusterKeys(Function<String, byte @Nullable []> keys) {
    this.keys = keys;
  }

  /** The keys of all tenants, from the cluster's secret. */
  public static ClusterKeys ofSecret(String secret) {
    byte[] key = secret.getBytes(StandardCharsets.UTF_8);
    return new ClusterKeys(tenant -> Seal.hmac(key, tenant.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The keys of some tenants.
   *
   * @param keys in hex, by tenant
   * @throws IllegalArgumentException naming the tenant, and not the key, when a key is not 64 hex digits
   */
  public static ClusterKeys ofTenants(Map<String, String> keys) {
    Map<String, byte[]> parsed = keys.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, key -> parse(key.getKey(), key.getValue())));
    return new ClusterKeys(parsed::get);
  }

  private static byte[] parse(String tenant, String hex) {
    if (!hex.matches("[0-9a-fA-F]{" + 2 * KEY + "}")) {
      throw new IllegalArgumentException("the key of tenant '" + tenant + "' must be " + 2 * KEY + " hex digits");
    }
    return HexFormat.of().parseHex(hex);
  }

  /** A tenant's key, in hex, as a worker needs it. */
  public static String derive(String secret, String tenant) {
    return HexFormat.of()
        .formatHex(Seal.hmac(secret.getBytes(StandardCharsets.UTF_8), tenant.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * What seals a tenant's messages; null when this node has no key for the tenant. Kept from then on: ask for tenants that exist, and not
   * for names that anybody can send.
   */
  public @Nullable Seal of(String tenant) {
    Seal known = seals.get(tenant);
    if (known == null) {
      byte[] key = keys.apply(tenant);
      known = key == null ? null : seals.computeIfAbsent(tenant, first -> new Seal(key));
    }
    return known;
  }

  /** The same for a name that anybody may have sent: it is not kept. */
  public @Nullable Seal once(String tenant) {
    byte[] key = keys.apply(tenant);
    return key == null ? null : new Seal(key);
  }

  /** Says nothing of the keys. */
  @Override
  public String toString() {
    return "cluster keys";
  }
}
