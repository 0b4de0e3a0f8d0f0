package dev.gatehouse.http;

import dev.gatehouse.auth.token.Issuers;
import dev.gatehouse.auth.token.KeySetState;
import dev.gatehouse.auth.token.TokenAuthentication;
import io.micrometer.core.instrument.Tags;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The metrics of tokens and their issuers. Labels hold names of issuers' records and fixed words, never what a token says. */
public final class TokenMetrics {

  private final TokenAuthentication tokens;
  private final Issuers issuers;

  private TokenMetrics(TokenAuthentication tokens, Issuers issuers) {
    this.tokens = tokens;
    this.issuers = issuers;
  }

  /** Registers them. A host without issuers shows two of them, which are 0. */
  public static void show(Metrics metrics, TokenAuthentication tokens, Issuers issuers) {
    new TokenMetrics(tokens, issuers).show(metrics);
  }

  private void show(Metrics metrics) {
    metrics.series(Series.counters("gatehouse_tokens_verified", "Tokens that were new to this host and genuine", () -> counts(false)));
    metrics.series(Series.counters("gatehouse_tokens_refused", "Requests that were refused because of their token", () -> counts(true)));
    metrics.gauge("gatehouse.tokens.known", "Verified tokens that this host remembers", tokens::known);
    metrics.gauge("gatehouse.issuers.unreadable", "Records of issuers that cannot be read", () -> issuers.unreadable().size());
    sets(metrics, "fetches", "Requests for an issuer's key set", KeySetState::fetches);
    sets(metrics, "failures", "Failed requests for an issuer's key set", KeySetState::failures);
    sets(metrics, "reachable", "1 when the last answer had the keys, else 0", state -> state.reachable() ? 1 : 0, state -> true);
    sets(metrics, "age.seconds", "How long ago the keys that are used were fetched",
        state -> state.age() == null ? 0 : state.age().toMillis() / 1e3, state -> state.age() != null);
  }

  private Map<Labels, Long> counts(boolean refused) {
    Map<Labels, Long> rows = new HashMap<>();
    tokens.counts().all(this::exists).forEach((of, count) -> {
      if (refused == (of.refusal() != null)) {
        Labels issuer = Labels.of("issuer", of.issuer(), "tenant", of.tenant());
        rows.put(refused ? issuer.add("reason", of.refusal().toString()) : issuer, count);
      }
    });
    return rows;
  }

  private boolean exists(String tenant, String name) {
    return issuers.find(tenant, name) != null
        || issuers.unreadable().stream().anyMatch(issuer -> issuer.tenant().equals(tenant) && issuer.name().equals(name));
  }

  private void sets(Metrics metrics, String what, String description, ToDoubleFunction<KeySetState> number,
      Predicate<KeySetState> has) {
    metrics.table("gatehouse.issuer.keys." + what, description, () -> {
      Map<Tags, Double> rows = new HashMap<>();
      tokens.keySets().stream().filter(has)
          .forEach(state -> rows.put(issuer(state.tenant(), state.issuer()), number.applyAsDouble(state)));
      return rows;
    });
  }

  private void sets(Metrics metrics, String what, String description, ToLongFunction<KeySetState> number) {
    metrics.series(Series.counters("gatehouse_issuer_keys_" + what, description, () -> tokens.keySets().stream()
        .collect(Collectors.toMap(state -> Labels.of("issuer", state.issuer(), "tenant", state.tenant()), number::applyAsLong))));
  }

  private static Tags issuer(String tenant, String name) {
    return Tags.of("tenant", tenant, "issuer", name);
  }
}
