package dev.gatehouse.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.http.QueryParams;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.record.Units;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.report.Closings;
import dev.gatehouse.redis.report.KeyRow;
import dev.gatehouse.redis.report.KeyRow.Status;
import dev.gatehouse.redis.report.RedisCli;
import dev.gatehouse.redis.report.RedisCommand;
import dev.gatehouse.redis.report.Remedies;
import dev.gatehouse.rpc.Json;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an operator can do about a key or a tenant, each as a line to copy. */
final class Actions {

  private static final String OVERLAP = "24h";

  private final Remedies remedies;
  private final RedisCli cli;
  private final Clock clock;

  /** Lines for these names in Redis; {@code cli} is how redis-cli reaches them. */
  Actions(RedisKeys keys, RedisCli cli, Clock clock) {
    this.remedies = new Remedies(keys);
    this.cli = cli;
    this.clock = clock;
  }

  /** The lines that fit a key as it is now. */
  ArrayNode of(KeyRow key, Closings closings) {
    ArrayNode lines = Json.array();
    if (!Identifier.KEY_ID.matches(key.id())) {
      return lines;
    }
    boolean revoked = key.status() == Status.REVOKED;
    if (revoked) {
      restore(lines, key, closings);
    } else {
      add(lines, "Revoke the key", "it and what it has open end within 100 ms", remedies.revokeKey(key.id()));
    }
    status(lines, key, closings, revoked);
    if (key.status() == Status.ACTIVE) {
      lines.add(Json.object().put("title", "Rotate the key")
          .put("words", "a new key with the same rights and the same end; this one works for " + OVERLAP + " more at most")
          .put("line", remedies.rotation(cli, key.id(), OVERLAP)));
    }
    ofOthers(lines, key, closings);
    return lines;
  }

  /** Takes back each revocation that is in force: of the key, its owner, and its tenant. */
  private void restore(ArrayNode lines, KeyRow key, Closings closings) {
    String tenant = tenant(key);
    String owner = owner(key);
    if (closings.revoked().contains(key.id())) {
      add(lines, "Take back the revocation", "calls that it ended stay ended", remedies.restore(remedies.revokeKey(key.id())));
    }
    if (closings.ownerRevoked() && tenant != null && owner != null) {
      add(lines, "Take back the revocation of the owner", null, remedies.restore(remedies.revokeOwner(tenant, owner)));
    }
    if (closings.tenantRevoked() && tenant != null) {
      add(lines, "Take back the revocation of the tenant", null, remedies.restore(remedies.revokeTenant(tenant)));
    }
  }

  /** Enables each record that disables the key, or disables the key. */
  private void status(ArrayNode lines, KeyRow key, Closings closings, boolean revoked) {
    String tenant = tenant(key);
    String owner = owner(key);
    if (closings.key()) {
      add(lines, "Enable the key", null, remedies.status(key.id(), true));
    }
    if (closings.owner() && tenant != null && owner != null) {
      add(lines, "Enable the owner", null, remedies.ownerStatus(tenant, owner, true));
    }
    if (closings.tenant() && tenant != null) {
      add(lines, "Enable the tenant", null, remedies.tenantStatus(tenant, true));
    }
    if (!revoked && !closings.disabled()) {
      add(lines, "Disable the key", "to be enabled again", remedies.status(key.id(), false));
    }
  }

  private void ofOthers(ArrayNode lines, KeyRow key, Closings closings) {
    String tenant = tenant(key);
    String owner = owner(key);
    if (tenant != null && owner != null && !closings.ownerRevoked()) {
      add(lines, "Revoke everything of " + owner, "all keys and tokens of this owner, also those made later",
          remedies.revokeOwner(tenant, owner));
    }
    if (tenant != null && !closings.tenantRevoked() && !closings.tenant()) {
      add(lines, "Disable the tenant " + tenant, "all its keys and tokens", remedies.tenantStatus(tenant, false));
    }
  }

  /** The name of its tenant, if it has the form of one. */
  private static @Nullable String tenant(KeyRow key) {
    String name = key.tenant();
    return name != null && Identifier.NAME.matches(name) ? name : null;
  }

  /** The name of its owner, if it has the form of one. */
  private static @Nullable String owner(KeyRow key) {
    String name = key.owner();
    return name != null && Identifier.OWNER.matches(name) ? name : null;
  }

  private void add(ArrayNode lines, String title, @Nullable String words, RedisCommand command) {
    lines.add(Json.object().put("title", title).put("words", words).put("line", command.shell(cli)));
  }

  /** The lines for a whole tenant. */
  ArrayNode ofTenant(String tenant) {
    ArrayNode lines = Json.array();
    add(lines, "Disable the tenant", "its keys and tokens are refused until it is enabled", remedies.tenantStatus(tenant, false));
    add(lines, "Enable the tenant", null, remedies.tenantStatus(tenant, true));
    add(lines, "Revoke the tenant", "all its keys and tokens, also those made later", remedies.revokeTenant(tenant));
    add(lines, "Take back the revocation", null, remedies.restore(remedies.revokeTenant(tenant)));
    return lines;
  }

  /** For each value that is given the line that sets it in the tenant's record, or what is wrong with the value. */
  ObjectNode tenantChanges(String tenant, QueryParams given) {
    ObjectNode json = Json.object();
    change(json, given, "tools", value -> remedies.tenantTools(tenant, value));
    change(json, given, "rate", value -> remedies.tenantRate(tenant, value));
    change(json, given, "quota", value -> remedies.tenantQuota(tenant, value));
    return json;
  }

  /**
   * For each value that is given the line that sets it, or what is wrong with the value; for each field that {@code clear} names the line
   * that removes it.
   */
  ObjectNode changes(String keyId, QueryParams given) {
    ObjectNode json = Json.object();
    String cleared = given.text("clear");
    if (cleared != null) {
      Stream.of(cleared.split(" ")).forEach(field -> line(json.putObject(field), () -> remedies.clear(keyId, field)));
    }
    change(json, given, "tools", value -> remedies.tools(keyId, value));
    change(json, given, "rate", value -> remedies.rate(keyId, value));
    change(json, given, "quota", value -> remedies.quota(keyId, value));
    change(json, given, "expires", value -> remedies.expiry(keyId, clock.instant().plus(Units.duration(value, "1s", "36500d"))));
    return json;
  }

  private void change(ObjectNode json, QueryParams given, String field, Function<String, RedisCommand> command) {
    String value = given.text(field);
    if (value != null) {
      line(json.putObject(field), () -> command.apply(value));
    }
  }

  private void line(ObjectNode json, Supplier<RedisCommand> command) {
    try {
      json.put("line", command.get().shell(cli));
    } catch (IllegalArgumentException e) {
      json.put("fault", e.getMessage());
    }
  }
}
