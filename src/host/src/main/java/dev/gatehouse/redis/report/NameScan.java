package dev.gatehouse.redis.report;

import dev.gatehouse.redis.connection.RedisNode;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.report.Rounds.Round;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists the names of hashes by {@code SCAN}. A name that is moved to another node of a cluster meanwhile may be missed, and some are found
 * twice.
 */
final class NameScan implements Rounds.Scan {

  /** The names that Redis looks at in a round, which takes it about a millisecond. */
  static final int IN_ROUND = 1_000;

  private final String pattern;

  /**
   * A scan.
   *
   * @param start what the names start with
   * @param rest what follows, as SCAN's {@code MATCH} has it
   */
  NameScan(String start, String rest) {
    this.pattern = pattern(start, rest);
  }

  static String pattern(String start, String rest) {
    return start.replaceAll("[\\\\*?\\[\\]^]", "\\\\$0") + rest;
  }

  @Override
  public Future<Round> round(RedisNode node, String cursor) {
    Request scan = Request.cmd(Command.SCAN).arg(cursor).arg("MATCH").arg(pattern).arg("COUNT").arg(IN_ROUND).arg("TYPE").arg("hash");
    return node.send(scan, RedisLink.MAY_FAIL).map(answer -> {
      List<String> names = new ArrayList<>();
      answer.get(1).forEach(name -> names.add(name.toString()));
      return new Round(answer.get(0).toString(), names);
    });
  }
}
