package dev.gatehouse.auth.token;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Issued;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts verified and refused tokens by issuer. What a token says of itself is no name here, only issuers with a record are. Thread-safe. */
public final class TokenCounts {

  /** In the place of tenant and issuer of a token that names no known issuer. */
  public static final String NONE = "-";

  private final Map<Of, LongAdder> counts = new ConcurrentHashMap<>();

  /**
   * What is counted.
   *
   * @param tenant whose issuer, or {@link #NONE}
   * @param issuer the name of its record, or {@link #NONE}
   * @param refusal why tokens were refused; null for those that were verified
   */
  public record Of(String tenant, String issuer, @Nullable AuthFailure refusal) {
  }

  /** Counts a token whose signature and claims are good. */
  void verified(Issuer issuer) {
    count(new Of(issuer.tenant(), issuer.name(), null));
  }

  /** Counts a decision when it is a refusal, and returns it. */
  Future<Admission> refusals(Future<Admission> decision) {
    if (decision.succeeded()) {
      refusal(decision.result());
      return decision;
    }
    return decision.onSuccess(this::refusal);
  }

  private void refusal(Admission admission) {
    if (admission instanceof Admission.Refused refused) {
      Issued issued = refused.issued();
      count(new Of(issued == null ? NONE : issued.tenant(), issued == null ? NONE : issued.issuer(), refused.reason()));
    }
  }

  private void count(Of what) {
    counts.computeIfAbsent(what, first -> new LongAdder()).increment();
  }

  /**
   * All counts since the start.
   *
   * @param exists whether a tenant has an issuer of that name; others are forgotten
   */
  public Map<Of, Long> all(BiPredicate<String, String> exists) {
    counts.keySet().removeIf(one -> !one.issuer().equals(NONE) && !exists.test(one.tenant(), one.issuer()));
    return counts.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().sum()));
  }
}
