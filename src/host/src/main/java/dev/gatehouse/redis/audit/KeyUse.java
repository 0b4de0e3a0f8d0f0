package dev.gatehouse.redis.audit;

import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.connection.RedisNode;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a key was last used.
 *
 * @param keyId its id
 * @param tenant whose it is
 * @param owner who it was given to, or null
 * @param created when it was made, as its record has it; null when that does not say
 * @param last the minute, such as {@code 2026-07-28T10:00Z}; null for never, or longer ago than is remembered
 */
public record KeyUse(String keyId, @Nullable String tenant, @Nullable String owner, @Nullable String created, @Nullable String last) {

  private static final int AT_ONCE = 500;

  /** Formats a time like {@link #last}. */
  public static String minute(Instant at) {
    return LastUse.MINUTE.format(at);
  }

  /** Reads all keys, in the order of their ids, by SCAN in small steps. Read-only. */
  public static Future<List<KeyUse>> all(RedisLink link, RedisKeys keys) {
    return each(link, keys, link.nodes().iterator(), new ArrayList<>());
  }

  private static Future<List<KeyUse>> each(RedisLink link, RedisKeys keys, Iterator<RedisNode> nodes, List<KeyUse> found) {
    return nodes.hasNext()
        ? Future.<Void>future(end -> scan(link, keys, nodes.next(), "0", found, end)).compose(done -> each(link, keys, nodes, found))
        : Future.succeededFuture(sorted(found));
  }

  /** Each round begins the next one; a chain of futures would be as long as the scan has rounds, and too long at its end for the stack. */
  private static void scan(RedisLink link, RedisKeys keys, RedisNode node, String cursor, List<KeyUse> found, Promise<Void> end) {
    Request scan = Request.cmd(Command.SCAN).arg(cursor).arg("MATCH").arg(keys.key("*")).arg("COUNT").arg(AT_ONCE)
        .arg("TYPE").arg("hash");
    node.send(scan, null).compose(page -> read(link, keys, page, found).map(page.get(0).toString()))
        .onFailure(end::fail)
        .onSuccess(next -> {
          if (next.equals("0")) {
            end.complete();
          } else {
            scan(link, keys, node, next, found, end);
          }
        });
  }

  private static Future<Void> read(RedisLink link, RedisKeys keys, Response page, List<KeyUse> found) {
    List<Future<KeyUse>> uses = new ArrayList<>();
    page.get(1).forEach(name -> uses.add(of(link, keys, name.toString().substring(keys.key("").length()))));
    return Future.all(uses).<Void>map(read -> {
      uses.stream().map(Future::result).forEach(found::add);
      return null;
    });
  }

  // SCAN may tell of a key twice.
  private static List<KeyUse> sorted(List<KeyUse> found) {
    return found.stream().filter(use -> use.tenant != null).distinct().sorted(Comparator.comparing(KeyUse::keyId)).toList();
  }

  private static Future<KeyUse> of(RedisLink link, RedisKeys keys, String keyId) {
    Future<Response> record = link.send(Request.cmd(Command.HMGET).arg(keys.key(keyId)).arg("tenant").arg("owner").arg("created"));
    Future<Response> seen = link.send(Request.cmd(Command.GET).arg(keys.seen(keyId)));
    return Future.all(record, seen).map(both -> new KeyUse(keyId, text(record.result().get(0)), text(record.result().get(1)),
        text(record.result().get(2)), text(seen.result())));
  }

  private static @Nullable String text(@Nullable Response value) {
    return value == null ? null : value.toString();
  }
}
