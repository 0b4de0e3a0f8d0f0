package dev.gatehouse.redis.sentinel;

import dev.gatehouse.record.RedisUrl.Server;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one Sentinel says of the master. Each fail-over has a higher epoch than the one before, so the answer with the highest epoch is the
 * latest, and a Sentinel that is cut off from the others is known by its lower one.
 *
 * @param master its address
 * @param epoch the {@code config-epoch} of the fail-over that made it the master; 0 where the Sentinel does not tell
 */
record SentinelAnswer(Server master, long epoch) {

  /** An address as a Sentinel tells it; an IPv6 address has no brackets there. */
  static Server server(String host, int port) {
    return new Server(host.indexOf(':') < 0 ? host : '[' + host + ']', port);
  }

  /**
   * The answer to follow.
   *
   * @param answers at least one
   * @param current the master so far; null without one
   * @param sentinels how many Sentinels there are, with those that did not answer
   */
  static SentinelAnswer best(List<SentinelAnswer> answers, @Nullable SentinelAnswer current, int sentinels) {
    Map<SentinelAnswer, Long> votes = answers.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    SentinelAnswer best = votes.keySet().stream()
        .max(Comparator.comparingLong(SentinelAnswer::epoch).thenComparing(answer -> answer.equals(current))
            .thenComparing(votes::get))
        .orElseThrow();
    // An earlier epoch is that of a Sentinel that missed a fail-over, unless most agree: then an operator has set them up again.
    return current == null || best.epoch() >= current.epoch() || 2 * votes.getOrDefault(best, 0L) > sentinels ? best : current;
  }
}
