package dev.gatehouse.auth.token;

import com.nimbusds.jose.jwk.JWK;
import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.AuthRequest;
import dev.gatehouse.auth.AuthScheme;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.KeyStore;
import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.auth.limit.UnknownKeyThrottle;
import dev.gatehouse.auth.token.KnownTokens.Known;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authentication by JSON Web Tokens. A token that is new to this host is verified on a worker thread; one that was verified is known by its
 * SHA-256. What it may do is decided by the stored records each time, as for keys. Fails closed.
 */
public final class TokenAuthentication implements AuthScheme {

  private static final Logger LOG = LoggerFactory.getLogger(TokenAuthentication.class);

  private final Vertx vertx;
  private final Issuers issuers;
  private final Candidates candidates;
  private final KeyStore store;
  private final ProofLog proofs;
  private final Clock clock;
  private final LogThrottle throttle;
  private final KeySets keySets;
  private final VerifierPool pool;
  /** Of callers who are known already: what strangers send must not hold them up. */
  private final VerifierPool proving;
  private final UnknownKeyThrottle unknown;
  private final KnownTokens known = new KnownTokens();
  private final TokenCounts counts = new TokenCounts();

  /**
   * Creates the scheme.
   *
   * @param documents where key sets are fetched; closed with the scheme
   * @param issuers the issuers' records
   * @param store the store of the records that decide what tokens may do
   * @param proofs the replay cache of DPoP proofs
   * @param canonical the URLs by which clients know a tenant; the audience of tokens whose issuer's record names none
   * @param clock the clock that expiries are compared with
   * @param throttle bounds the log lines
   */
  public TokenAuthentication(Vertx vertx, JsonSource documents, Issuers issuers, KeyStore store, ProofLog proofs,
      Function<String, ? extends Collection<String>> canonical, Clock clock, LogThrottle throttle) {
    this(vertx, documents, issuers, store, proofs, canonical, clock, throttle, System::nanoTime);
  }

  TokenAuthentication(Vertx vertx, JsonSource documents, Issuers issuers, KeyStore store, ProofLog proofs,
      Function<String, ? extends Collection<String>> canonical, Clock clock, LogThrottle throttle, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.issuers = issuers;
    this.candidates = new Candidates(issuers, canonical);
    this.store = store;
    this.proofs = proofs;
    this.clock = clock;
    this.throttle = throttle;
    this.keySets = new KeySets(documents, nanoTime, throttle);
    this.pool = new VerifierPool(vertx);
    this.proving = new VerifierPool(vertx);
    this.unknown = new UnknownKeyThrottle(nanoTime);
  }

  /** Closes the worker pool and the HTTP client. */
  public Future<Void> close() {
    return Future.join(pool.close(), proving.close(), keySets.close()).mapEmpty();
  }

  /** What the metrics count. */
  public TokenCounts counts() {
    return counts;
  }

  /** How many verified tokens this host remembers. */
  public int known() {
    return known.size();
  }

  /** The key sets that were fetched, of issuers whose record can be read. */
  public List<KeySetState> keySets() {
    return keySets.states(issuers);
  }

  @Override
  public @Nullable Future<Admission> admit(AuthRequest request) {
    Future<Admission> admission = decision(request);
    return admission == null ? null : counts.refusals(admission);
  }

  private @Nullable Future<Admission> decision(AuthRequest request) {
    String text = request.credential();
    if (text.indexOf('.') < 0) {
      return null;
    }
    TokenDigest digest = TokenDigest.of(text, request.tenant());
    Known verified = known.find(digest);
    if (verified != null && verified.isCurrent()) {
      return decide(request, digest, verified);
    }
    if (!concerns(request.tenant()) || !ParsedToken.hasForm(text)) {
      return null;
    }
    return issuers.loaded() ? verify(request, digest) : Future.succeededFuture(new Admission.Unavailable(
        new StoreUnavailableException("the issuers of tokens have not been read yet", null)));
  }

  private boolean concerns(@Nullable String tenant) {
    return !issuers.loaded() || (tenant == null ? issuers.any() : issuers.any(tenant));
  }

  /** Decides about a token that was verified. */
  private Future<Admission> decide(AuthRequest request, TokenDigest digest, Known verified) {
    KeyRecord cached = store.cached(verified.credential().id());
    if (cached != null) {
      return decide(request, digest, verified, cached);
    }
    return returning(find(verified).compose(record -> decide(request, digest, verified, record)));
  }

  private Future<KeyRecord> find(Known verified) {
    try {
      return store.find(verified.credential());
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Admission> decide(AuthRequest request, TokenDigest digest, Known verified, KeyRecord record) {
    Admission admission = record.admitVerified(clock.instant(), request.clientAddress(), store);
    if (admission instanceof Admission.Refused refused) {
      if (refused.reason() == AuthFailure.UNKNOWN_SIGNING_KEY && hasChanged(verified.credential().token())) {
        known.remove(digest);
        return verify(request, digest);
      }
      report(refused);
    }
    String boundTo = verified.credential().token().boundTo();
    boolean bound = boundTo != null;
    if (!(admission instanceof Admission.Admitted) || !bound && !request.dpopScheme()) {
      return Future.succeededFuture(admission);
    }
    return boundTo == null || !request.dpopScheme()
        ? Future.succeededFuture(badProof(verified, bound ? "the token is bound to a key" : "the token is not bound to a key"))
        : returning(prove(request, digest, verified, boundTo, admission));
  }

  /** Whether the issuer's record is known to be another than the one that the token was verified by. */
  private boolean hasChanged(VerifiedToken token) {
    Issuer now = issuers.find(token.tenant(), token.issuer());
    return now != null && !now.trust().equals(token.trust());
  }

  private Future<Admission> prove(AuthRequest request, TokenDigest digest, Known verified, String boundTo, Admission admission) {
    ProofCheck check = ProofCheck.of(request, digest.base64Url(), boundTo);
    return proving.run(() -> check.check(clock.instant())).compose(id -> proofs.first(verified.credential().token().tenant(), id))
        .map(first -> first ? admission : badProof(verified, "the proof was used before"))
        .recover(failure -> failure instanceof AuthFailedException bad
            ? Future.succeededFuture(badProof(verified, bad.admission().detail())) : Future.failedFuture(failure));
  }

  private static Admission badProof(Known verified, @Nullable String detail) {
    VerifiedToken token = verified.credential().token();
    return new Admission.Refused(AuthFailure.BAD_PROOF, verified.credential().keyId(), detail, token.tenant(), token.owner(),
        verified.credential().issued());
  }

  private void report(Admission.Refused refused) {
    String token = refused.keyId() == null ? "a token" : "token " + refused.keyId();
    if (refused.reason() == AuthFailure.UNREADABLE && throttle.admits(token + " is closed")) {
      LOG.warn("{} is closed: {}", token, refused.detail());
    }
  }

  /** Verifies a token that is new to this host, and decides about it. */
  private Future<Admission> verify(AuthRequest request, TokenDigest digest) {
    String address = request.clientAddress();
    if (!unknown.admit(digest.hex(), address)) {
      return Future.succeededFuture(new Admission.Refused(AuthFailure.TOO_MANY_UNKNOWN, null, null));
    }
    return returning(verified(request, digest).compose(verified -> {
      unknown.refund(address);
      known.add(digest, verified);
      return decide(request, digest, verified);
    }, failure -> {
      if (!(failure instanceof AuthFailedException)) {
        unknown.refund(address);
      }
      return Future.failedFuture(failure);
    }));
  }

  private Future<Known> verified(AuthRequest request, TokenDigest digest) {
    try {
      ParsedToken token = ParsedToken.of(request.credential());
      return verified(token, digest, candidates.of(token, request.tenant()).iterator());
    } catch (AuthFailedException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Known> verified(ParsedToken token, TokenDigest digest, Iterator<Issuer> rest) {
    Issuer issuer = rest.next();
    Future<Known> verified = keySets.keys(token, issuer).compose(keys -> pool.run(() -> known(token, digest, issuer, keys)));
    return rest.hasNext()
        ? verified.recover(failure -> failure instanceof AuthFailedException ? verified(token, digest, rest) : Future.failedFuture(failure))
        : verified;
  }

  private Known known(ParsedToken token, TokenDigest digest, Issuer issuer, List<JWK> keys) {
    VerifiedToken verified = genuine(token, issuer, keys);
    counts.verified(issuer);
    boolean fetched = issuer.anchor() instanceof TrustAnchor.Remote || issuer.anchor() instanceof TrustAnchor.Discovered;
    return new Known(TokenCredential.of(verified, digest.hex()), fetched ? keySets.of(issuer) : null, keys);
  }

  /** Fails closed: a token that causes an exception is refused, and not one that the store could not be asked about. */
  private VerifiedToken genuine(ParsedToken token, Issuer issuer, List<JWK> keys) {
    try {
      return TokenVerifier.verify(token, issuer, keys, candidates.audiences(issuer), clock.instant());
    } catch (AuthFailedException e) {
      throw Candidates.unproven(e, issuer);
    } catch (RuntimeException e) {
      if (throttle.admits("a token cannot be verified")) {
        LOG.error("a token cannot be verified", e);
      }
      throw TokenVerifier.refused(AuthFailure.MALFORMED, e.getClass().getName());
    }
  }

  /** An admission that never fails, on the caller's own context: keys and records may be fetched for several callers at once. */
  private Future<Admission> returning(Future<Admission> admission) {
    Context caller = vertx.getOrCreateContext();
    Promise<Admission> returned = Promise.promise();
    admission.onComplete(result -> {
      Admission decided = result.succeeded() ? result.result() : failed(result.cause());
      if (Vertx.currentContext() == caller) {
        returned.complete(decided);
      } else {
        caller.runOnContext(back -> returned.complete(decided));
      }
    });
    return returned.future();
  }

  private Admission failed(Throwable cause) {
    if (cause instanceof AuthFailedException refused) {
      report(refused.admission());
      return refused.admission();
    }
    return new Admission.Unavailable(cause);
  }
}
