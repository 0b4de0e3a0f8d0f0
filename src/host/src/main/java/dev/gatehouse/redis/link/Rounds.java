package dev.gatehouse.redis.link;

import dev.gatehouse.redis.connection.RedisNode;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of a {@code SCAN}, of a cluster on one master after the other. Redis does other work in between: it goes through all names in
 * the database, a million of them in about a second. Some are found twice, and one that is moved to another node meanwhile may be missed.
 */
public final class Rounds {

  /** The cursor of the first round on a server. */
  public static final String BEGIN = "0";

  /** The names that Redis looks at in a round, which takes it about a millisecond. */
  private static final int IN_ROUND = 1_000;

  private Rounds() {
  }

  /**
   * What one round found.
   *
   * @param cursor of the next round on the same node; {@link #BEGIN} after the last one
   */
  public record Round(String cursor, List<String> found) {

    /** Whether the server has no further one. */
    public boolean isLast() {
      return cursor.equals(BEGIN);
    }
  }

  /** Does one round. */
  @FunctionalInterface
  public interface Scan {

    /** The round at a cursor on one server. */
    Future<Round> round(RedisNode node, String cursor);
  }

  /**
   * Lists names.
   *
   * @param pattern as {@code MATCH} has it
   * @param more further arguments of {@code SCAN}
   */
  public static Scan names(String pattern, String... more) {
    return (node, cursor) -> {
      Request scan = Request.cmd(Command.SCAN).arg(cursor).arg("MATCH").arg(pattern).arg("COUNT").arg(IN_ROUND);
      List.of(more).forEach(scan::arg);
      return node.send(scan, RedisLink.MAY_FAIL)
          .map(answer -> new Round(answer.get(0).toString(), answer.get(1).stream().map(Response::toString).toList()));
    };
  }

  /**
   * All rounds. The next one is under way while the result of the last is worked on.
   *
   * @param work takes what a round found; the round after the next begins when it is done
   */
  public static Future<Void> all(RedisLink link, Scan scan, Function<Round, Future<Void>> work) {
    Future<Void> done = Future.succeededFuture();
    for (RedisNode node : link.nodes()) {
      done = done.compose(before -> Future.future(end -> work(node, scan, scan.round(node, BEGIN), work, end::complete)));
    }
    return done;
  }

  /** Told of the end once; not a chain of futures, which would be as long as the scan has rounds. */
  @FunctionalInterface
  private interface End {

    void is(@Nullable Void value, @Nullable Throwable failure);
  }

  private static void work(RedisNode node, Scan scan, Future<Round> asked, Function<Round, Future<Void>> work, End end) {
    asked.onComplete((round, failure) -> {
      if (failure != null) {
        end.is(null, failure);
        return;
      }
      Future<Round> next = round.isLast() ? null : scan.round(node, round.cursor());
      work.apply(round).onComplete((done, fault) -> {
        if (fault != null || next == null) {
          end.is(null, fault);
        } else {
          work(node, scan, next, work, end);
        }
      });
    });
  }
}
