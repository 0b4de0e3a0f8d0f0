package dev.gatehouse.redis.report;

import dev.gatehouse.auth.key.Credential;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.keys.RedisKeyStore.Found;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Everything that closes a key. Each must be undone before the key works again; a refusal names only the first.
 *
 * @param revoked the entries of the revocation set: its id, {@code tenant:demo}, {@code owner:demo:ann}
 * @param key whether the status of its record is {@code disabled}
 * @param owner whether that of its owner is
 * @param tenant whether that of its tenant is
 */
public record Closings(List<String> revoked, boolean key, boolean owner, boolean tenant) {

  /** Copies the entries. */
  public Closings {
    revoked = List.copyOf(revoked);
  }

  /** Reads the revocation set where something in it closes the key. Fails when Redis does not answer. */
  public static Future<Closings> of(RedisLink link, RedisKeys keys, Found found) {
    return (found.state().revoked() ? revoked(link, keys, found) : Future.succeededFuture(List.<String>of()))
        .map(revoked -> new Closings(revoked, disabled(found.state().fields()), disabled(found.state().owner()),
            disabled(found.state().tenant())));
  }

  private static Future<List<String>> revoked(RedisLink link, RedisKeys keys, Found found) {
    Credential credential = Credential.ofKey(found.id());
    List<String> members = credential.revocable(credential.dependencies(found.state().fields()));
    Request ask = Request.cmd(Command.SMISMEMBER).arg(keys.revoked());
    members.forEach(ask::arg);
    return link.send(ask).map(hits -> hit(members, hits));
  }

  private static List<String> hit(List<String> members, Response hits) {
    return IntStream.range(0, members.size()).filter(i -> hits.get(i).toInteger() != 0).mapToObj(members::get).toList();
  }

  private static boolean disabled(Map<String, String> fields) {
    return "disabled".equals(fields.get("status"));
  }

  /** Whether its owner as a whole is revoked. */
  public boolean ownerRevoked() {
    return revoked.stream().anyMatch(entry -> entry.startsWith("owner:"));
  }

  /** Whether its tenant as a whole is revoked. */
  public boolean tenantRevoked() {
    return revoked.stream().anyMatch(entry -> entry.startsWith("tenant:"));
  }

  /** Whether the status of a record disables it. */
  public boolean disabled() {
    return key || owner || tenant;
  }
}
