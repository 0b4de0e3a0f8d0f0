package dev.gatehouse.auth.token;

import com.nimbusds.jose.jwk.JWK;
import dev.gatehouse.auth.limit.BoundedMaps;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tokens that this host has verified, by their SHA-256: at most {@value #MOST}; one more evicts the one that was used longest ago. */
final class KnownTokens {

  private static final int MOST = 10_000;

  private final Map<TokenDigest, Known> tokens = BoundedMaps.leastRecentlyUsed(MOST);

  /**
   * A verified token.
   *
   * @param credential what the store knows it by
   * @param source where the keys are from, or null for an issuer whose record holds them
   * @param keys the key set that it was verified by
   */
  record Known(TokenCredential credential, @Nullable KeySource source, List<JWK> keys) {

    /** Whether the issuer's key set is still the one that it was verified by: it may have been taken back. */
    boolean isCurrent() {
      return source == null || source.current() == keys;
    }
  }

  synchronized @Nullable Known find(TokenDigest digest) {
    return tokens.get(digest);
  }

  synchronized int size() {
    return tokens.size();
  }

  synchronized void add(TokenDigest digest, Known known) {
    tokens.put(digest, known);
  }

  synchronized void remove(TokenDigest digest) {
    tokens.remove(digest);
  }
}
