package dev.gatehouse.redis.keys;

import dev.gatehouse.redis.connection.RedisNode;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * Lists the records of one kind by {@code SCAN}, one round after the other, so that Redis and the event loop do other work in between. It
 * goes through all names in the database, of a cluster on one master after the other: a million others take about a second. A record that
 * is moved to another node meanwhile may be missed.
 */
final class RecordScan {

  private static final String BEGIN = "0";
  /** The names that Redis looks at in a round; that takes it about a millisecond. */
  private static final String IN_ROUND = "1000";

  private final RedisLink link;
  private final String pattern;

  /**
   * A scan that has not begun.
   *
   * @param start what the names start with
   */
  RecordScan(RedisLink link, String start) {
    this.link = link;
    this.pattern = start.replaceAll("[\\\\*?\\[\\]^]", "\\\\$0") + '*';
  }

  /**
   * Lists the names.
   *
   * @param found given each name, some of them more than once
   * @return completes after the last round; fails when Redis does not answer, or refuses
   */
  Future<Void> names(Consumer<String> found) {
    return each(link.nodes().iterator(), found);
  }

  private Future<Void> each(Iterator<RedisNode> nodes, Consumer<String> found) {
    if (!nodes.hasNext()) {
      return Future.succeededFuture();
    }
    Promise<Void> all = Promise.promise();
    round(nodes.next(), BEGIN, found, all);
    return all.future().compose(done -> each(nodes, found));
  }

  private void round(RedisNode node, String cursor, Consumer<String> found, Promise<Void> all) {
    Request scan = Request.cmd(Command.SCAN).arg(cursor).arg("MATCH").arg(pattern).arg("COUNT").arg(IN_ROUND);
    node.send(scan, RedisLink.MAY_FAIL).onFailure(all::fail).onSuccess(answer -> {
      for (Response name : answer.get(1)) {
        found.accept(name.toString());
      }
      String next = answer.get(0).toString();
      if (next.equals(BEGIN)) {
        all.complete();
      } else {
        round(node, next, found, all);
      }
    });
  }
}
