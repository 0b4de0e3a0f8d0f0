package dev.gatehouse.redis;

import dev.gatehouse.auth.LimitRule;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names of all keys in Redis. The examples use the default prefix {@code mcp:}. Braces are cluster hash tags: all keys of one script
 * are in one slot.
 */
public final class RedisKeys {

  private static final String SESSION = "session:";
  private static final String EVENTS = "}:events";

  private final String prefix;

  /**
   * Names for one installation.
   *
   * @param prefix what every name starts with, for example {@code mcp:}
   */
  public RedisKeys(String prefix) {
    this.prefix = prefix;
  }

  /** Whether a name is that of a host's sign of life, or of the number that the last host got. */
  public boolean isSign(String name) {
    return name.startsWith(prefix + "host:") || name.equals(hostNumber());
  }

  /** What every name starts with. */
  public String prefix() {
    return prefix;
  }

  /** The hash of one key: {@code mcp:key:0f3a9c21b7de}. */
  public String key(String keyId) {
    return prefix + "key:" + keyId;
  }

  /** The id in the name of a key's hash, or null when it is another name. */
  public @Nullable String keyId(String name) {
    String start = prefix + "key:";
    return name.startsWith(start) ? name.substring(start.length()) : null;
  }

  /** The name of a record: {@code mcp:key:0f3a9c21b7de} for {@code key:0f3a9c21b7de}. */
  public String record(String record) {
    return prefix + record;
  }

  /**
   * What the names of all records start with that decide about a key or a token, and those of sessions and their logs; nothing that is
   * written per call of revision 2026-07-28 is among them.
   */
  public List<String> tracked() {
    return Stream.of("key:", "role:", "owner:", "tenant:", "issuer:", "revoked", SESSION).map(kind -> prefix + kind).toList();
  }

  /** What the names of all issuers start with: {@code mcp:issuer:}, followed by tenant and name, {@code demo:local}. */
  public String issuers() {
    return prefix + "issuer:";
  }

  /** The mark of one proof of possession (DPoP): {@code mcp:proof:{demo}:9f86d081…}. */
  public String proof(String tenant, String digest) {
    return prefix + "proof:{" + tenant + "}:" + digest;
  }

  /** The set of what is revoked: {@code mcp:revoked}. */
  public String revoked() {
    return prefix + "revoked";
  }

  /** The hash of one role: {@code mcp:role:demo:reader}. */
  public String role(String tenant, String role) {
    return prefix + "role:" + tenant + ':' + role;
  }

  /** The hash of one owner: {@code mcp:owner:demo:alice}. */
  public String owner(String tenant, String owner) {
    return prefix + "owner:" + tenant + ':' + owner;
  }

  /** The hash of one tenant: {@code mcp:tenant:demo}. */
  public String tenant(String tenant) {
    return prefix + "tenant:" + tenant;
  }

  /** One cell of the limiter: {@code mcp:rate:{demo}:key:0f3a9c21b7de:100/1m}. */
  public String rate(String tenant, LimitRule limit) {
    return prefix + "rate:{" + tenant + "}:" + limit.cell();
  }

  /** What one key, or a token's account, used in one day: {@code mcp:usage:{demo}:0f3a9c21b7de:2026-07-28}, {@code …:local:ann:…}. */
  public String usage(String tenant, String keyId, LocalDate day) {
    return prefix + "usage:{" + tenant + "}:" + keyId + ':' + day;
  }

  /** When a key was last used: {@code mcp:seen:0f3a9c21b7de}; a token's account: {@code mcp:seen:demo:local:ann}. */
  public String seen(String keyId) {
    return prefix + "seen:" + keyId;
  }

  /** The stream of what ran for a tenant: {@code mcp:audit:{demo}}. */
  public String audit(@Nullable String tenant) {
    return prefix + "audit:{" + (tenant == null ? "-" : tenant) + '}';
  }

  /** The refusals of one day, added up: {@code mcp:refused:{demo}:2026-07-28}; of nobody's keys, {@code mcp:refused:{-}:2026-07-28}. */
  public String refused(@Nullable String tenant, LocalDate day) {
    return prefix + "refused:{" + (tenant == null ? "-" : tenant) + "}:" + day;
  }

  /** Which batch of account one host wrote last: {@code mcp:batch:{demo}:9f86d081}. */
  public String batch(@Nullable String tenant, String host) {
    return prefix + "batch:{" + (tenant == null ? "-" : tenant) + "}:" + host;
  }

  /** The hash of one session: {@code mcp:session:{4f1c…}}. */
  public String session(String id) {
    return prefix + SESSION + '{' + id + '}';
  }

  /** The log of one session: {@code mcp:session:{4f1c…}:events}. */
  public String events(String id) {
    return prefix + SESSION + '{' + id + EVENTS;
  }

  /** The bytes of one session's log: {@code mcp:log:{4f1c…}}. Not among the tracked: it changes with the log. */
  public String logBytes(String id) {
    return prefix + "log:{" + id + '}';
  }

  /** The id in the name of a session's hash, or null when it is another name. */
  public @Nullable String sessionId(String name) {
    return between(name, "}");
  }

  /** The id in the name of a session's log, or null when it is another name. */
  public @Nullable String eventsId(String name) {
    return between(name, EVENTS);
  }

  private @Nullable String between(String name, String end) {
    String start = prefix + SESSION + '{';
    return name.startsWith(start) && name.endsWith(end) ? name.substring(start.length(), name.length() - end.length()) : null;
  }

  /** A tenant's sessions by last use: {@code mcp:sessions:{demo}}. */
  public String sessions(String tenant) {
    return prefix + "sessions:{" + tenant + '}';
  }

  /** The bytes of a tenant's sessions: {@code mcp:sessions:{demo}:bytes}. */
  public String sessionBytes(String tenant) {
    return sessions(tenant) + ":bytes";
  }

  /** The number that was given to a host last: {@code mcp:hosts:number}. */
  public String hostNumber() {
    return prefix + "hosts:number";
  }

  /** What a running host renews, and the channel on which it hears: {@code mcp:host:7}. */
  public String host(int number) {
    return prefix + "host:" + number;
  }

  /** The channel on which all hosts hear: {@code mcp:hosts}. */
  public String hosts() {
    return prefix + "hosts";
  }
}
