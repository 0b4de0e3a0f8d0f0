package dev.gatehouse.redis.report;

import dev.gatehouse.redis.connection.RedisNode;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rounds of a {@code SCAN}, of a cluster on one master after the other. */
final class Rounds {

  static final String BEGIN = "0";

  private Rounds() {
  }

  /**
   * What one round found.
   *
   * @param cursor of the next round on the same node; {@link #BEGIN} after the last one
   */
  record Round(String cursor, List<String> found) {

    boolean isLast() {
      return cursor.equals(BEGIN);
    }
  }

  /** Does one round. */
  @FunctionalInterface
  interface Scan {

    /** The round at a cursor on one server. */
    Future<Round> round(RedisNode node, String cursor);
  }

  /**
   * All rounds. The next one is under way while the result of the last is worked on.
   *
   * @param work takes what a round found; the round after the next begins when it is done
   */
  static Future<Void> all(RedisLink link, Scan scan, Function<Round, Future<Void>> work) {
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
