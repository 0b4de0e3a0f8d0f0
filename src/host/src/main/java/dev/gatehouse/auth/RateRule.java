package dev.gatehouse.auth;

import dev.gatehouse.config.Patterns;
import dev.gatehouse.config.Rate;
import java.util.Objects;

/**
 * A rate and the calls it counts.
 *
 * @param pattern which tools, all of them under the one rate; null for every tool
 * @param rate how many per how long
 */
public record RateRule(String pattern, Rate rate) {

  /** Refuses a rule without a rate. */
  public RateRule {
    Objects.requireNonNull(rate, "rate");
  }

  boolean counts(String tool) {
    return pattern == null || Patterns.matches(pattern, tool);
  }

  Limiter.Limit limit(String subject) {
    return new Limiter.Limit(pattern == null ? subject : subject + ":tool:" + pattern, rate);
  }
}
