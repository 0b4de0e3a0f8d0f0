package dev.gatehouse.redis.keys;

import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
   * @param members of each key what in the set closes it
   * @return of each key, in the same order, the first of them that is in the set, or null for none; fails, so that the caller fails
   *     closed, when Redis does not answer or the set is of another type
   */
  Future<List<String>> first(List<List<String>> members) {
    Map<String, Integer> places = new LinkedHashMap<>();
    members.forEach(some -> some.forEach(member -> places.putIfAbsent(member, places.size())));
    if (places.isEmpty()) {
      return Future.succeededFuture(members.stream().map(none -> (String) null).toList());
    }
    Request ask = Request.cmd(Command.SMISMEMBER).arg(keys.revoked());
    places.keySet().forEach(ask::arg);
    return link.send(ask).map(hits -> members.stream().map(some -> firstOf(some, places, hits)).toList());
  }

  private static String firstOf(List<String> members, Map<String, Integer> places, Response hits) {
    for (String member : members) {
      if (hits.get(places.get(member)).toInteger() != 0) {
        return member;
      }
    }
    return null;
  }
}
