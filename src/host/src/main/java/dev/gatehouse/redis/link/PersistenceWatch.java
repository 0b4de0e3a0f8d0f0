package dev.gatehouse.redis.link;

import dev.gatehouse.redis.connection.RedisNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health check of Redis's persistence, by {@code INFO persistence}. When Redis cannot write to its disk, it refuses every write with {@code
 * MISCONF}: limits, usage and audit stop, and no key can be revoked. Logs each change once.
 */
public final class PersistenceWatch {

  private static final Logger LOG = LoggerFactory.getLogger(PersistenceWatch.class);
  private static final long LOOK_MILLIS = 2_000;
  private static final Pattern STATUS =
      Pattern.compile("(?m)^(aof_last_write_status|aof_last_bgrewrite_status|rdb_last_bgsave_status):(\\w+)");
  private static final String FINE = "ok";

  private final Vertx vertx;
  private final RedisLink link;
  private volatile Map<String, String> statuses = Map.of();
  private long timer;

  /** Watches the Redis behind a link, once it is started. */
  public PersistenceWatch(Vertx vertx, RedisLink link) {
    this.vertx = vertx;
    this.link = link;
  }

  /** Checks now, and every two seconds from now on. */
  public void start() {
    timer = vertx.setPeriodic(0, LOOK_MILLIS, tick -> look());
  }

  /** Stops checking. */
  public void stop() {
    vertx.cancelTimer(timer);
  }

  /** A Redis that does not answer changes nothing here: that it is away shows elsewhere. */
  private void look() {
    List<RedisNode> nodes = link.nodes();
    List<Future<Response>> told =
        nodes.stream().map(node -> node.send(Request.cmd(Command.INFO).arg("persistence"), RedisLink.MAY_FAIL)).toList();
    Future.join(told).onComplete(done -> {
      if (told.stream().anyMatch(Future::succeeded)) {
        noted(all(nodes, told));
      } else {
        LOG.debug("Redis does not report its persistence", done.cause());
      }
    });
  }

  /** Of several servers the first that has a trouble counts, and is named. */
  private static Map<String, String> all(List<RedisNode> nodes, List<Future<Response>> told) {
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      String at = nodes.size() == 1 ? "" : " at " + nodes.get(i).address();
      if (told.get(i).succeeded()) {
        read(told.get(i).result().toString()).forEach((name, status) -> all.merge(name, status.equals(FINE) ? status : status + at,
            (known, other) -> known.equals(FINE) ? other : known));
      }
    }
    return all;
  }

  /** The statuses in the text of {@code INFO persistence}, by their names there. */
  static Map<String, String> read(String info) {
    Map<String, String> found = new TreeMap<>();
    Matcher status = STATUS.matcher(info);
    while (status.find()) {
      found.put(status.group(1), status.group(2));
    }
    return found;
  }

  private void noted(Map<String, String> now) {
    List<String> before = failing(statuses);
    statuses = now;
    List<String> failing = failing(now);
    if (failing.equals(before)) {
      return;
    }
    if (failing.isEmpty()) {
      LOG.info("Redis at {} can write its data to disk again", link.address());
    } else {
      LOG.error("Redis at {} cannot write its data to disk and may refuse every write ({}): check its disk space and its log",
          link.address(), failing.stream().map(name -> name + ':' + now.get(name)).collect(Collectors.joining(", ")));
    }
  }

  private static List<String> failing(Map<String, String> statuses) {
    return statuses.entrySet().stream().filter(status -> !status.getValue().equals(FINE)).map(Map.Entry::getKey).toList();
  }

  /** How many of the statuses are not {@code ok}. */
  public int failing() {
    return failing(statuses).size();
  }

  /** The statuses as Redis names them; empty before the first answer. */
  public JsonObject state() {
    JsonObject state = new JsonObject();
    statuses.forEach(state::put);
    return state;
  }
}
