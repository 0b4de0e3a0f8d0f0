package dev.gatehouse.redis.report;

import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.link.RedisNode;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Goes through the names of one kind by {@code SCAN}, of a cluster on one master after the other. A name that is moved to another node
 * meanwhile may be missed, and some are found twice.
 */
final class NameScan {

  static final String BEGIN = "0";
  /** The names that Redis looks at in a round, which takes it about a millisecond. */
  static final int IN_ROUND = 1_000;

  private final RedisLink link;
  private final String pattern;

  /**
   * A scan.
   *
   * @param start what the names start with
   * @param pattern what follows, as SCAN's {@code MATCH} has it
   */
  NameScan(RedisLink link, String start, String pattern) {
    this.link = link;
    this.pattern = start.replaceAll("[\\\\*?\\[\\]^]", "\\\\$0") + pattern;
  }

  /**
   * What one round found.
   *
   * @param cursor of the next round on the same node; {@link #BEGIN} after the last one
   */
  record Round(String cursor, List<String> names) {

    boolean isLast() {
      return cursor.equals(BEGIN);
    }
  }

  /** One round. */
  Future<Round> round(RedisNode node, String cursor) {
    Request scan = Request.cmd(Command.SCAN).arg(cursor).arg("MATCH").arg(pattern).arg("COUNT").arg(IN_ROUND).arg("TYPE").arg("hash");
    return node.send(scan, RedisLink.MAY_FAIL).map(NameScan::round);
  }

  private static Round round(Response answer) {
    List<String> names = new ArrayList<>();
    answer.get(1).forEach(name -> names.add(name.toString()));
    return new Round(answer.get(0).toString(), names);
  }

  /**
   * All rounds. The next one is under way while the names of the last are worked on.
   *
   * @param work takes the names of a round; the one after the next begins when it is done
   */
  Future<Void> all(Function<List<String>, Future<Void>> work) {
    Future<Void> done = Future.succeededFuture();
    for (RedisNode node : link.nodes()) {
      done = done.compose(before -> Future.future(end -> work(node, round(node, BEGIN), work, end::complete)));
    }
    return done;
  }

  /** Told of the end once; not a chain of futures, which would be as long as the scan has rounds. */
  @FunctionalInterface
  private interface End {

    void is(Void value, Throwable failure);
  }

  private void work(RedisNode node, Future<Round> asked, Function<List<String>, Future<Void>> work, End end) {
    asked.onComplete((round, failure) -> {
      if (failure != null) {
        end.is(null, failure);
        return;
      }
      Future<Round> next = round.isLast() ? null : round(node, round.cursor());
      work.apply(round.names()).onComplete((done, fault) -> {
        if (fault != null || next == null) {
          end.is(null, fault);
        } else {
          work(node, next, work, end);
        }
      });
    });
  }
}
