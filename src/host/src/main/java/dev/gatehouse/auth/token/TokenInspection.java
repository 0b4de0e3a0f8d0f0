package dev.gatehouse.auth.token;

import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.KeyStore;
import dev.gatehouse.auth.limit.LogThrottle;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Verifies single tokens for the command line, as {@link TokenAuthentication} does for callers, but asks for no DPoP proof and remembers
 * nothing.
 */
public final class TokenInspection {

  private final Issuers issuers;
  private final KeyStore store;
  private final Clock clock;
  private final Candidates candidates;
  private final KeySets keySets;

  /**
   * A token whose signature and claims are good.
   *
   * @param issuer the claim {@code iss}
   * @param record what the stored records say of it: its principal, or why it is refused all the same
   * @param bound whether each request needs a DPoP proof besides
   */
  public record Inspected(String issuer, KeyRecord record, boolean bound) {
  }

  /**
   * Creates it.
   *
   * @param json fetches key sets; closed after the inspection
   * @param canonical the URLs by which clients know a tenant; the audience of tokens whose issuer's record names none
   */
  public TokenInspection(JsonSource json, Issuers issuers, KeyStore store, Function<String, ? extends Collection<String>> canonical,
      Clock clock) {
    this.issuers = issuers;
    this.store = store;
    this.clock = clock;
    this.candidates = new Candidates(issuers, canonical);
    this.keySets = new KeySets(json, System::nanoTime, new LogThrottle());
  }

  /** Whether a text has a token's form: three parts in base64url, of which the first is a JSON object with {@code alg}. */
  public static boolean hasForm(String text) {
    return ParsedToken.hasForm(text);
  }

  /**
   * Verifies a token.
   *
   * @return fails with {@link AuthFailedException} when it is not genuine, or not for this host; with {@link
   *     dev.gatehouse.auth.StoreUnavailableException} when its issuer's keys cannot be had, or the store does not answer
   */
  public Future<Inspected> inspect(String text) {
    try {
      ParsedToken token = ParsedToken.of(text);
      return verified(token, issuers(token).iterator()).compose(verified -> {
        TokenCredential credential = TokenCredential.of(verified, TokenDigest.of(text, null).hex());
        return store.find(credential).map(record -> new Inspected(String.valueOf(token.issuer()), record, verified.boundTo() != null));
      }).onComplete(done -> keySets.close());
    } catch (AuthFailedException e) {
      return Future.failedFuture(e);
    }
  }

  private List<Issuer> issuers(ParsedToken token) {
    try {
      return candidates.of(token, null);
    } catch (AuthFailedException e) {
      throw e.admission().detail() == null && e.reason() == AuthFailure.WRONG_AUDIENCE ? wrongAudience(token) : e;
    }
  }

  /** The operator may read what a caller without a tenant in the path is not told: the audiences of all tenants. */
  private AuthFailedException wrongAudience(ParsedToken token) {
    return TokenVerifier.refused(AuthFailure.WRONG_AUDIENCE, issuers.issuing(String.valueOf(token.issuer())).stream()
        .map(issuer -> "issuer '" + issuer.name() + "' of tenant '" + issuer.tenant() + "' takes "
            + String.join(" ", candidates.audiences(issuer)))
        .collect(Collectors.joining("; ")));
  }

  private Future<VerifiedToken> verified(ParsedToken token, Iterator<Issuer> rest) {
    Issuer issuer = rest.next();
    Future<VerifiedToken> verified = keySets.keys(token, issuer)
        .map(keys -> TokenVerifier.verify(token, issuer, keys, candidates.audiences(issuer), clock.instant()));
    return rest.hasNext()
        ? verified.recover(failure -> failure instanceof AuthFailedException ? verified(token, rest) : Future.failedFuture(failure))
        : verified;
  }
}
