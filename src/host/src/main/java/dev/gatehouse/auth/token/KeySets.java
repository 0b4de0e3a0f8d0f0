package dev.gatehouse.auth.token;

import com.nimbusds.jose.jwk.JWK;
import dev.gatehouse.auth.limit.LogThrottle;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The key sets of all issuers that have theirs at a URL, one {@link KeySource} for each record. */
final class KeySets {

  private final JsonSource client;
  private final KeySetFetcher fetcher;
  private final LongSupplier nanoTime;
  private final LogThrottle throttle;
  /** By tenant and name; as many as there are records, since a changed record replaces its source. */
  private final Map<String, Held> sources = new ConcurrentHashMap<>();

  private record Held(String tenant, String issuer, String trust, KeySource source) {
  }

  KeySets(JsonSource client, LongSupplier nanoTime, LogThrottle throttle) {
    this.client = client;
    this.fetcher = new KeySetFetcher(client);
    this.nanoTime = nanoTime;
    this.throttle = throttle;
  }

  /** The source of an issuer whose keys are fetched. */
  KeySource of(Issuer issuer) {
    return sources.compute(issuer.tenant() + '/' + issuer.name(),
        (name, held) -> held != null && held.trust().equals(issuer.trust()) ? held
            : new Held(issuer.tenant(), issuer.name(), issuer.trust(), source(issuer)))
        .source();
  }

  /** What is known of each key set whose issuer's record is still the one that it was fetched for. */
  List<KeySetState> states(Issuers issuers) {
    List<KeySetState> states = new ArrayList<>();
    for (Held held : sources.values()) {
      Issuer now = issuers.find(held.tenant(), held.issuer());
      if (now != null && now.trust().equals(held.trust())) {
        states.add(held.source().state(held.tenant(), held.issuer()));
      }
    }
    return states;
  }

  /**
   * The public keys that a token may be signed with; none when its issuer has a secret, or does not use its algorithm.
   *
   * @return fails with {@link dev.gatehouse.auth.StoreUnavailableException} when they cannot be fetched
   */
  Future<List<JWK>> keys(ParsedToken token, Issuer issuer) {
    if (issuer.anchor() instanceof TrustAnchor.Pinned pinned) {
      return Future.succeededFuture(pinned.set().getKeys());
    }
    return issuer.anchor() instanceof TrustAnchor.Shared || !issuer.algorithms().contains(token.header().getAlgorithm().getName())
        ? Future.succeededFuture(List.of()) : of(issuer).keys(token.header().getKeyID());
  }

  private KeySource source(Issuer issuer) {
    String name = "issuer '" + issuer.name() + "' of tenant '" + issuer.tenant() + "'";
    return new KeySource(name, () -> fetcher.fetch(issuer.anchor()), nanoTime, throttle);
  }

  Future<Void> close() {
    return client.close();
  }
}
