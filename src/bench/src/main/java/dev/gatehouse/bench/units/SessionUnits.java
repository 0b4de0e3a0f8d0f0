package dev.gatehouse.bench.units;

import dev.gatehouse.bench.BuiltHost;
import dev.gatehouse.bench.Endpoint;
import dev.gatehouse.bench.Redis;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.SessionCalls;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.growth.Site;
import dev.gatehouse.bench.growth.Sizes;
import dev.gatehouse.bench.plugin.StepsPlugin;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What hosts hear of calls in sessions that another host serves, and what it costs Redis to tell them. */
final class SessionUnits implements UnitStep {

  private static final int MOST_HOSTS = 3;
  private static final int SESSIONS = 16;
  private static final int WARM = 30_000;
  private static final int LONGEST_SECONDS = 40;

  /**
   * A while of calls.
   *
   * @param others µs of the other hosts together, for a call
   * @param redis µs of Redis
   */
  private record Round(double others, double redis) {
  }

  @Override
  public List<Unit> measure(Workbench bench, RedisProcess redis, Sizes sizes) throws IOException, InterruptedException {
    List<Site> sites = new ArrayList<>();
    Vertx vertx = Vertx.vertx();
    try {
      Site first = new Site(bench, redis, "serves", "-Xmx512m");
      first.host().put("steps", "math", StepsPlugin.class);
      sites.add(first.start());
      Endpoint key = first.key("steps");
      for (int i = 1; i < MOST_HOSTS; i++) {
        sites.add(new Site(bench, redis, "hears-sessions-" + i, "-Xmx256m").start());
      }
      warmUp(vertx, key);
      List<Round> heard = rounds(vertx, redis, key, sites.stream().skip(1).map(Site::host).toList(), sizes);
      sites.stream().skip(1).forEach(Site::close);
      return units(rounds(vertx, redis, key, List.of(), sizes), heard, redis);
    } finally {
      vertx.close().await();
      sites.forEach(Site::close);
    }
  }

  private static List<Unit> units(List<Round> alone, List<Round> heard, RedisProcess redis) throws IOException {
    double others = MOST_HOSTS - 1;
    double before = new Unit("", "", "", alone.stream().map(Round::redis).toList()).value();
    List<Unit> units = new ArrayList<>(List.of(
        new Unit("heard.host", "a call with 10 messages in a session of another host", "µs of each other host",
            heard.stream().map(round -> round.others / others).toList()),
        new Unit("heard.redis", "the same", "µs of Redis for each other host",
            heard.stream().map(round -> (round.redis - before) / others).toList())));
    try (Redis connection = redis.connect()) {
      units.add(new Unit("event.bytes", "an event in the log of a session", "bytes of Redis",
          Names.bytesOfEntry(connection, "mcp:session:*:events")));
    }
    return units.stream().filter(unit -> !unit.values().isEmpty()).toList();
  }

  private static void warmUp(Vertx vertx, Endpoint key) throws InterruptedException {
    SessionCalls calls = SessionCalls.start(vertx, key, SESSIONS);
    for (int second = 0; second < LONGEST_SECONDS && calls.right() < WARM; second++) {
      Thread.sleep(1_000);
    }
    calls.stop();
  }

  private static List<Round> rounds(Vertx vertx, RedisProcess redis, Endpoint key, List<BuiltHost> others, Sizes sizes)
      throws IOException, InterruptedException {
    int seconds = sizes.of("watched");
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < sizes.of("rounds"); i++) {
      Spent silent = Spent.during(redis, others, seconds);
      SessionCalls calls = SessionCalls.start(vertx, key, SESSIONS);
      long before = calls.right();
      Spent spent = Spent.during(redis, others, seconds).without(silent);
      long many = calls.right() - before;
      if (calls.stop()) {
        rounds.add(new Round(spent.hostMicros() / many, spent.redisMicros() / many));
      } else {
        System.err.println("a round is left out: an answer was wrong");
      }
    }
    return rounds;
  }
}
