package dev.gatehouse.auth.key;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.AuthRequest;
import dev.gatehouse.auth.AuthScheme;
import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.auth.limit.UnknownKeyThrottle;
import io.vertx.core.Future;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.AuthenticationProvider;
import io.vertx.ext.auth.authentication.CredentialValidationException;
import io.vertx.ext.auth.authentication.Credentials;
import io.vertx.ext.auth.authentication.TokenCredentials;
import java.time.Clock;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authentication by API key: checks the form offline, and the checksum unless the cached record knows it, then reads the stored record,
 * compares the secret's hash in constant time, and checks the time of validity. Fails closed.
 */
public final class ApiKeyAuthentication implements AuthScheme, AuthenticationProvider {

  private static final Logger LOG = LoggerFactory.getLogger(ApiKeyAuthentication.class);

  /** Stands for an unknown client address; no range of addresses contains it. */
  private static final String NOWHERE = "unknown";

  private final UnknownKeyThrottle unknownKeys = new UnknownKeyThrottle(System::nanoTime);
  private final KeyStore store;
  private final KeyPolicy policy;
  private final Clock clock;
  private final BiPredicate<SaltedHash, String> proof;
  private final LogThrottle throttle;

  /**
   * Creates the scheme.
   *
   * @param store the store of key records
   * @param policy the accepted forms of keys
   * @param clock the clock that expiries are compared with
   * @param throttle bounds the log lines about keys that cannot be checked
   */
  public ApiKeyAuthentication(KeyStore store, KeyPolicy policy, Clock clock, LogThrottle throttle) {
    this(store, policy, clock, SaltedHash::matches, throttle);
  }

  /** Creates the scheme with a log throttle of its own. */
  public ApiKeyAuthentication(KeyStore store, KeyPolicy policy, Clock clock) {
    this(store, policy, clock, SaltedHash::matches);
  }

  ApiKeyAuthentication(KeyStore store, KeyPolicy policy, Clock clock, BiPredicate<SaltedHash, String> proof) {
    this(store, policy, clock, proof, new LogThrottle());
  }

  private ApiKeyAuthentication(KeyStore store, KeyPolicy policy, Clock clock, BiPredicate<SaltedHash, String> proof,
      LogThrottle throttle) {
    this.throttle = throttle;
    this.store = store;
    this.policy = policy;
    this.clock = clock;
    this.proof = proof;
  }

  /** Decides about every credential, so no scheme after this one is asked. Keys are bearer credentials: under another scheme it is no key. */
  @Override
  public Future<Admission> admit(AuthRequest request) {
    return request.dpopScheme()
        ? Future.succeededFuture(new Admission.Refused(AuthFailure.WRONG_SCHEME, null, null))
        : admit(request.credential(), request.clientAddress());
  }

  /**
   * Authenticates a key.
   *
   * @param presented what the caller sent, or null for nothing
   */
  public Future<Admission> admit(@Nullable String presented, String clientAddress) {
    try {
      ApiKey key = policy.read(presented);
      KeyRecord cached = store.cached(key.id());
      if (cached == null || !cached.hasChecked(key)) {
        key.requireChecksum();
      }
      if (cached != null) {
        return Future.succeededFuture(decide(key, clientAddress, cached));
      }
      boolean unknown = !store.knows(key.id());
      if (unknown && !unknownKeys.admit(key.id(), clientAddress)) {
        return Future.succeededFuture(new Admission.Refused(AuthFailure.TOO_MANY_UNKNOWN, key.toString(), null));
      }
      return find(key.id()).transform(found -> {
        if (unknown && (found.failed() || found.result().exists())) {
          unknownKeys.refund(clientAddress);
        }
        return Future.succeededFuture(
            found.failed() ? new Admission.Unavailable(found.cause()) : decide(key, clientAddress, found.result()));
      });
    } catch (AuthFailedException e) {
      return Future.succeededFuture(e.admission());
    }
  }

  private Future<KeyRecord> find(String keyId) {
    try {
      return store.find(keyId);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private Admission decide(ApiKey key, String clientAddress, KeyRecord record) {
    Admission admission = closed(key, clientAddress, record);
    if (admission instanceof Admission.Refused refused && refused.reason() == AuthFailure.UNREADABLE
        && throttle.admits("key " + refused.keyId() + " is closed")) {
      LOG.warn("key {} is closed: {}", refused.keyId(), refused.detail());
    }
    return admission;
  }

  /** Fails closed: an exception refuses the caller. */
  private Admission closed(ApiKey key, String clientAddress, KeyRecord record) {
    try {
      boolean proven = proof.test(record.hash(), key.secret());
      if (proven) {
        record.checked(key);
      } else {
        // Not yet done for a key whose check digits are those of the right one: they are not those of its own secret.
        key.requireChecksum();
      }
      return record.admit(key.toString(), proven, clock.instant(), clientAddress, store);
    } catch (AuthFailedException e) {
      return e.admission();
    } catch (RuntimeException e) {
      if (throttle.admits("key " + key + " cannot be checked")) {
        LOG.error("key {} cannot be checked", key, e);
      }
      return new Admission.Refused(AuthFailure.UNREADABLE, key.toString(), e.getClass().getName());
    }
  }

  /**
   * Authenticates a key for Vert.x's own handlers, which know a token, a user, and failures as refusals. A token comes without a client
   * address, so a key that is bound to addresses is refused.
   */
  @Override
  public Future<User> authenticate(Credentials credentials) {
    if (!(credentials instanceof TokenCredentials token)) {
      return Future.failedFuture(new CredentialValidationException("an API key is sent as a token"));
    }
    return admit(token.getToken(), NOWHERE).compose(ApiKeyAuthentication::user);
  }

  private static Future<User> user(Admission admission) {
    if (admission instanceof Admission.Admitted admitted) {
      return Future.succeededFuture(admitted.user());
    }
    if (admission instanceof Admission.Refused refused) {
      return Future.failedFuture(new AuthFailedException(refused.reason(), refused.keyId(), refused.detail()));
    }
    return Future.failedFuture(((Admission.Unavailable) admission).cause());
  }
}
