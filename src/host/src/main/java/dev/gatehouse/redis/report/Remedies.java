package dev.gatehouse.redis.report;

import dev.gatehouse.record.Identifier;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.record.Quota;
import dev.gatehouse.record.Rate;
import dev.gatehouse.redis.RedisKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The commands by which an operator revokes, disables, narrows, limits and ends keys. Each method throws {@link IllegalArgumentException}
 * when a name or a value does not have its form, so that a typing error cannot close a key, and a value cannot add to the command.
 */
public final class Remedies {

  private static final List<String> CLEARED = List.of("tools", "rate", "quota");
  /** Members of the revocation set in one command: its line is no longer than terminals and Redis take. */
  private static final int MOST_MEMBERS = 1_000;

  private final RedisKeys keys;

  /** Commands on an installation's names. */
  public Remedies(RedisKeys keys) {
    this.keys = keys;
  }

  /** Revokes a key. */
  public RedisCommand revokeKey(String keyId) {
    return RedisCommand.of("SADD", keys.revoked(), id(keyId));
  }

  /** Revokes keys, with as few commands as may be: after each, every host asks again about all keys in use. */
  public List<RedisCommand> revokeKeys(List<String> keyIds) {
    return revoke(keyIds.stream().map(Remedies::id).toList());
  }

  /** Revokes all keys and tokens of an owner. */
  public RedisCommand revokeOwner(String tenant, String owner) {
    return revokeOwner(Set.of(tenant), owner).get(0);
  }

  /** The same in several tenants, with as few commands as may be. */
  public List<RedisCommand> revokeOwner(Set<String> tenants, String owner) {
    return revoke(tenants.stream().map(tenant -> "owner:" + name(tenant) + ':' + owner(owner)).toList());
  }

  private List<RedisCommand> revoke(List<String> members) {
    List<RedisCommand> commands = new ArrayList<>();
    for (int from = 0; from < members.size(); from += MOST_MEMBERS) {
      List<String> words = new ArrayList<>(List.of("SADD", keys.revoked()));
      words.addAll(members.subList(from, Math.min(members.size(), from + MOST_MEMBERS)));
      commands.add(new RedisCommand(words));
    }
    return commands;
  }

  /** Revokes all keys and tokens of a tenant. */
  public RedisCommand revokeTenant(String tenant) {
    return RedisCommand.of("SADD", keys.revoked(), "tenant:" + name(tenant));
  }

  /** Takes back what a {@code revoke} command of these did. */
  public RedisCommand restore(RedisCommand revocation) {
    return RedisCommand.of("SREM", revocation.words().get(1), revocation.words().get(2));
  }

  /** Disables a key, or enables it again. */
  public RedisCommand status(String keyId, boolean active) {
    return status(active, keys.key(id(keyId)));
  }

  /** Disables an owner's keys and tokens, or enables them again. */
  public RedisCommand ownerStatus(String tenant, String owner, boolean active) {
    return status(active, keys.owner(name(tenant), owner(owner)));
  }

  /** Disables a tenant's keys and tokens, or enables them again. */
  public RedisCommand tenantStatus(String tenant, boolean active) {
    return status(active, keys.tenant(name(tenant)));
  }

  /** Sets which tools a tenant's keys and tokens may call at most: patterns such as {@code * !math_div}. */
  public RedisCommand tenantTools(String tenant, String patterns) {
    Patterns.tools(patterns);
    return RedisCommand.of("HSET", keys.tenant(name(tenant)), "tools", patterns);
  }

  /** Sets the rates of all calls of a tenant, such as {@code 1000/1m}. */
  public RedisCommand tenantRate(String tenant, String rates) {
    Rate.parseAll(rates);
    return RedisCommand.of("HSET", keys.tenant(name(tenant)), "rate", rates);
  }

  /** Sets the quotas of all calls of a tenant, such as {@code 100000/1d}. */
  public RedisCommand tenantQuota(String tenant, String quotas) {
    Quota.parseAll(quotas);
    return RedisCommand.of("HSET", keys.tenant(name(tenant)), "quota", quotas);
  }

  private static RedisCommand status(boolean active, String record) {
    return RedisCommand.of("HSET", record, "status", active ? "active" : "disabled");
  }

  /** Sets which tools a key may call: patterns such as {@code math_* !math_div}. */
  public RedisCommand tools(String keyId, String patterns) {
    Patterns.tools(patterns);
    return RedisCommand.of("HSET", keys.key(id(keyId)), "tools", patterns);
  }

  /** Sets the rates of a key, such as {@code 100/1m 1000/1d}. */
  public RedisCommand rate(String keyId, String rates) {
    Rate.parseAll(rates);
    return RedisCommand.of("HSET", keys.key(id(keyId)), "rate", rates);
  }

  /** Sets the quotas of a key, such as {@code 10000/1d 100000/1mo}. */
  public RedisCommand quota(String keyId, String quotas) {
    Quota.parseAll(quotas);
    return RedisCommand.of("HSET", keys.key(id(keyId)), "quota", quotas);
  }

  /** Removes the {@code tools}, the {@code rate} or the {@code quota} of a key: it then may call no tool, or has no such limit of its own. */
  public RedisCommand clear(String keyId, String field) {
    if (!CLEARED.contains(field)) {
      throw new IllegalArgumentException("it must be one of " + String.join(", ", CLEARED));
    }
    return RedisCommand.of("HDEL", keys.key(id(keyId)), field);
  }

  /** Sets when a key ends. */
  public RedisCommand expiry(String keyId, Instant end) {
    return RedisCommand.of("HSET", keys.key(id(keyId)), "exp", Long.toString(end.getEpochSecond()));
  }

  /**
   * The shell line that makes a key in the place of another. It is no Redis command alone, since the new secret is made by {@code mint} and
   * never reaches Redis.
   *
   * @param cli that the command of {@code mint} goes to
   * @param overlap how long the old key still works, such as {@code 24h}
   */
  public String rotation(RedisCli cli, String keyId, String overlap) {
    String prefix = keys.prefix().equals("mcp:") ? "" : " --prefix " + keys.prefix();
    String mint = "java -jar gatehouse.jar mint --replaces " + id(keyId) + " --overlap " + overlap;
    return cli.cluster() ? mint + " --apply" : mint + prefix + " | " + cli.program() + " -e";
  }

  private static String id(String keyId) {
    return checked(Identifier.KEY_ID, keyId, "the id of a key: the part after gth_");
  }

  private static String name(String tenant) {
    return checked(Identifier.NAME, tenant, "the name of a tenant: 1 to 63 of a-z 0-9 _ -");
  }

  private static String owner(String owner) {
    return checked(Identifier.OWNER, owner, "the name of an owner: 1 to 63 of a-z 0-9 _ - . @ +");
  }

  private static String checked(Identifier form, String text, String what) {
    if (!form.matches(text)) {
      throw new IllegalArgumentException("it must be " + what);
    }
    return text;
  }
}
