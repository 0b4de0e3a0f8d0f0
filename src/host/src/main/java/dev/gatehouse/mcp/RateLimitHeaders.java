package dev.gatehouse.mcp;

import dev.gatehouse.auth.limit.Limiter.Standing;
import dev.gatehouse.auth.limit.Limiter.Verdict;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the limits stand, as headers: an item of each for every limit that the call was charged to
 * (draft-ietf-httpapi-ratelimit-headers-11).
 */
final class RateLimitHeaders {

  private RateLimitHeaders() {
  }

  /** The headers; none when nothing was charged. */
  static Map<String, String> of(@Nullable Verdict verdict) {
    if (verdict == null) {
      return Map.of();
    }
    StringBuilder policy = new StringBuilder(64);
    StringBuilder state = new StringBuilder(64);
    for (Standing standing : verdict.standings()) {
      if (policy.length() > 0) {
        policy.append(", ");
        state.append(", ");
      }
      policy.append(standing.limit().policy());
      state.append(standing.limit().name()).append(";r=").append(standing.remaining())
          .append(";t=").append(seconds(standing.resetMillis()));
    }
    return Map.of("RateLimit-Policy", policy.toString(), "RateLimit", state.toString());
  }

  /** Whole seconds, rounded up: a caller that comes back after them must not be early. */
  static long seconds(long millis) {
    return (millis + 999) / 1000;
  }
}
