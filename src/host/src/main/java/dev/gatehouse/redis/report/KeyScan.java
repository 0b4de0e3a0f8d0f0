package dev.gatehouse.redis.report;

import dev.gatehouse.record.RedisUrl.Mode;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.Script;
import dev.gatehouse.redis.audit.LastUse;
import dev.gatehouse.redis.connection.RedisNode;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.link.Rounds;
import dev.gatehouse.redis.link.Rounds.Round;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the ids of keys that may match, by a script that scans and looks at a few fields of each record: of a million keys it costs
 * Redis some seconds, in rounds of about a millisecond.
 */
final class KeyScan implements Rounds.Scan {

  private static final Script KEYS = Script.named("keys.lua", "the search for keys");
  /** The names that Redis looks at in a round. */
  private static final int IN_ROUND = 400;

  private final List<String> args;
  private long looked;

  KeyScan(RedisLink link, RedisKeys keys, KeyFilter filter) {
    String start = keys.key("");
    // In a cluster the last use of a key is on another node than its record.
    boolean together = link.url().location().mode() != Mode.CLUSTER;
    Instant since = together ? filter.unusedSince() : null;
    args = List.of(start + '*', Integer.toString(IN_ROUND), Integer.toString(start.length()), text(filter.tenant()),
        text(filter.owner()), text(filter.text()),
        filter.createdBefore() == null ? "" : Long.toString(filter.createdBefore().getEpochSecond() + 1),
        since == null ? "" : LastUse.minute(since), keys.seen(""));
  }

  private static String text(@Nullable String condition) {
    return condition == null ? "" : condition;
  }

  @Override
  public Future<Round> round(RedisNode node, String cursor) {
    return node.send(with(KEYS.byDigest(List.of()), cursor), RedisLink.MAY_FAIL)
        .recover(cause -> Script.forgotten(cause) ? node.send(with(KEYS.byText(List.of()), cursor), RedisLink.MAY_FAIL)
            : Future.failedFuture(cause))
        .map(this::round);
  }

  private Request with(Request script, String cursor) {
    script.arg(cursor);
    args.forEach(script::arg);
    return script;
  }

  private Round round(Response answer) {
    looked += answer.get(1).toLong();
    List<String> ids = new ArrayList<>();
    answer.get(2).forEach(id -> ids.add(id.toString()));
    return new Round(answer.get(0).toString(), ids);
  }

  /** How many keys were looked at so far; some may be counted twice. */
  long looked() {
    return looked;
  }
}
