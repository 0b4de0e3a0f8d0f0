package dev.gatehouse.bench.fuzz;

import dev.gatehouse.bench.MintedKey;
import dev.gatehouse.bench.Redis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The keys of a run, the same for the same seed.
 *
 * @param good may do everything in the tenant
 * @param none may be let in, and do nothing
 * @param other may do everything in another tenant
 * @param dead not to be let in: revoked, disabled, expired, not yet begun, of another address, of a disabled owner, never made
 * @param control may do everything in the tenant, and is used by decent calls alone
 */
record Keyring(List<MintedKey> good, MintedKey none, MintedKey other, List<MintedKey> dead, MintedKey control) {

  static final String TENANT = "fuzz";
  static final String OTHER_TENANT = "other";
  private static final int GOOD = 8;

  static Keyring create(Redis redis, long seed) throws IOException {
    Random random = new Random(seed);
    List<MintedKey> good = new ArrayList<>();
    for (int i = 0; i < GOOD; i++) {
      good.add(granted(redis, random, TENANT));
    }
    MintedKey none = MintedKey.create(redis, random, TENANT);
    MintedKey other = granted(redis, random, OTHER_TENANT);
    MintedKey control = granted(redis, random, TENANT);
    return new Keyring(List.copyOf(good), none, other, dead(redis, random), control);
  }

  private static MintedKey granted(Redis redis, Random random, String tenant, String... more) throws IOException {
    List<String> fields = new ArrayList<>(List.of("tools", "*", "prompts", "*", "resources", "*"));
    fields.addAll(List.of(more));
    return MintedKey.create(redis, random, tenant, fields.toArray(String[]::new));
  }

  private static List<MintedKey> dead(Redis redis, Random random) throws IOException {
    MintedKey revoked = granted(redis, random, TENANT);
    redis.ask("SADD", "mcp:revoked", revoked.id());
    redis.ask("HSET", "mcp:owner:" + TENANT + ":gone", "status", "disabled");
    return List.of(revoked,
        granted(redis, random, TENANT, "status", "disabled"),
        granted(redis, random, TENANT, "exp", "2026-01-01T00:00:00Z"),
        granted(redis, random, TENANT, "nbf", "2099-01-01T00:00:00Z"),
        granted(redis, random, TENANT, "ips", "10.0.0.0/8"),
        granted(redis, random, TENANT, "owner", "gone"),
        granted(redis, random, TENANT, "rate", "lots"),
        MintedKey.of(random));
  }

  /** What must never be seen outside. */
  List<String> secrets() {
    return Stream.of(good, List.of(none, other, control), dead).flatMap(List::stream)
        .flatMap(key -> Stream.of(key.secret(), key.salt())).toList();
  }
}
