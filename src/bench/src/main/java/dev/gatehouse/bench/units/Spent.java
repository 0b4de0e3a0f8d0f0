package dev.gatehouse.bench.units;

import dev.gatehouse.bench.BuiltHost;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.RedisStats;
import java.io.IOException;
import java.util.List;

/**
 * What hosts and Redis spent in a while.
 *
 * @param seconds how long
 * @param hostMicros processor time of all hosts together, µs
 * @param redisMicros that of Redis, µs
 * @param redis what Redis did
 */
record Spent(double seconds, double hostMicros, double redisMicros, RedisStats redis) {

  private static final double NANOS_OF_MICRO = 1_000;
  private static final double NANOS = 1e9;

  /** Something that takes a while. */
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** What they spend while nothing is done. */
  static Spent during(RedisProcess redis, List<BuiltHost> hosts, int seconds) throws IOException, InterruptedException {
    return during(redis, hosts, () -> Thread.sleep(seconds * 1_000L));
  }

  static Spent during(RedisProcess redis, List<BuiltHost> hosts, Work work) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    long cpu = cpu(hosts);
    RedisStats before = RedisStats.of(redis);
    work.run();
    RedisStats did = RedisStats.of(redis).since(before);
    return new Spent((System.nanoTime() - begun) / NANOS, (cpu(hosts) - cpu) / NANOS_OF_MICRO, did.cpuMicros(), did);
  }

  private static long cpu(List<BuiltHost> hosts) {
    return hosts.stream().mapToLong(host -> host.process().cpu().toNanos()).sum();
  }

  /** Without what they spend in as long a time while nothing is done. */
  Spent without(Spent silent) {
    double share = seconds / silent.seconds;
    return new Spent(seconds, hostMicros - silent.hostMicros * share, redisMicros - silent.redisMicros * share,
        new RedisStats(redis.commands() - (long) (silent.redis.commands() * share), redis.in() - (long) (silent.redis.in() * share),
            redis.out() - (long) (silent.redis.out() * share), 0, 0));
  }
}
