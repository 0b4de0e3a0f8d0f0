package dev.gatehouse.redis.keys;

import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The set {@code mcp:revoked}, asked about many keys at once. */
final class RevokedSet {

  private final RedisLink link;
  private final RedisKeys keys;

  RevokedSet(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
  }

  /**
   * Asks with one command.
   *
   * @param members for each key, the members that revoke it
   * @return for each key, in the same order, the first of its members that is in the set, or null for none; fails, so that the caller
   *     fails closed, when Redis does not answer or the set is of another type
   */
  Future<List<@Nullable String>> first(List<List<String>> members) {
    List<String> asked = members.stream().flatMap(List::stream).distinct().toList();
    if (asked.isEmpty()) {
      return Future.succeededFuture(Collections.nCopies(members.size(), null));
    }
    Request ask = Request.cmd(Command.SMISMEMBER).arg(keys.revoked());
    asked.forEach(ask::arg);
    return link.send(ask).map(hits -> revoked(asked, hits)).map(revoked -> members.stream().map(some -> firstOf(some, revoked)).toList());
  }

  private static Set<String> revoked(List<String> asked, Response hits) {
    return IntStream.range(0, asked.size()).filter(i -> hits.get(i).toInteger() != 0).mapToObj(asked::get).collect(Collectors.toSet());
  }

  private static @Nullable String firstOf(List<String> members, Set<String> revoked) {
    return members.stream().filter(revoked::contains).findFirst().orElse(null);
  }
}
