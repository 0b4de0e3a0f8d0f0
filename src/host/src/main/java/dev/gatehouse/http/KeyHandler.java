package dev.gatehouse.http;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AnonymousAccess;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.AuthRequest;
import dev.gatehouse.auth.AuthScheme;
import dev.gatehouse.auth.Issued;
import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.feature.trace.CallTracer;
import dev.gatehouse.http.connection.Connections;
import dev.gatehouse.mcp.CallMetrics;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.record.OneLine;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.ext.web.handler.SimpleAuthenticationHandler;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authenticates a request by the first scheme that knows its credential, and puts the {@link Principal} into its RoutingContext, or ends
 * it: 401 with one neutral sentence, whose reason goes to the log; 503 when the store cannot be asked; 429 when too many unknown keys are
 * sent to look this one up.
 *
 * <p>Built on the handler that passes an {@link HttpException} on: the stock API key handler makes 401 of every failure.
 */
final class KeyHandler {

  private static final Logger LOG = LoggerFactory.getLogger(KeyHandler.class);
  private static final int MOST_SHOWN = 100;
  private static final HttpException UNAUTHORIZED = new HttpException(401);
  /** The failure of a request whose client is gone; nobody reads it. */
  private static final HttpException GONE = new HttpException(400);

  private final List<AuthScheme> schemes;
  private final AnonymousAccess anonymous;
  private final ClientAddress addresses;
  private final Ledger ledger;
  private final CallMetrics calls;
  private final LogThrottle throttle;
  private final Connections connections;
  private final CanonicalUrls urls;
  private final Challenges challenges;
  private final CallTracer tracer;

  KeyHandler(List<AuthScheme> schemes, Tenants tenants, ClientAddress addresses, Ledger ledger, CallMetrics calls,
      LogThrottle throttle, Connections connections, CanonicalUrls urls, Challenges challenges, CallTracer tracer) {
    this.tracer = tracer;
    this.calls = calls;
    this.urls = urls;
    this.challenges = challenges;
    this.throttle = throttle;
    this.connections = connections;
    this.ledger = ledger;
    this.schemes = schemes;
    this.anonymous = new AnonymousAccess(name -> {
      Tenant tenant = tenants.find(name);
      return tenant == null ? null : tenant.config().anonymous();
    });
    this.addresses = addresses;
  }

  SimpleAuthenticationHandler handler() {
    return SimpleAuthenticationHandler.create().authenticate(this::authenticate);
  }

  private Future<User> authenticate(RoutingContext rc) {
    RequestTraces.begin(rc, tracer);
    PresentedKey presented = PresentedKey.of(rc.request().headers());
    String text = presented.text();
    if (text != null) {
      boolean dpop = presented.dpop();
      return admit(new PresentedRequest(rc, text, dpop, addresses, urls)).compose(admission -> enter(rc, admission, dpop));
    }
    AuthFailure fault = Objects.requireNonNull(presented.fault());
    Admission.Admitted caller = fault == AuthFailure.MISSING ? anonymous(rc) : null;
    return caller == null ? refuse(rc, new Admission.Refused(fault, null, null), false) : enter(rc, caller);
  }

  private Future<Admission> admit(AuthRequest request) {
    for (AuthScheme scheme : schemes) {
      Future<Admission> admission = scheme.admit(request);
      if (admission != null) {
        return admission;
      }
    }
    return Future.succeededFuture(new Admission.Refused(AuthFailure.MALFORMED, null, "no scheme takes it"));
  }

  /** Admits an anonymous caller; only a tenant in the path can allow that. */
  private Admission.@Nullable Admitted anonymous(RoutingContext rc) {
    String tenant = rc.pathParam(TenantHandler.PARAMETER);
    Principal caller = tenant == null ? null : anonymous.admit(tenant, addresses.of(rc.request()));
    return caller == null ? null : new Admission.Admitted(caller);
  }

  private Future<User> enter(RoutingContext rc, Admission admission, boolean dpop) {
    if (admission instanceof Admission.Admitted admitted) {
      return enter(rc, admitted);
    }
    if (admission instanceof Admission.Refused refused) {
      return refuse(rc, refused, dpop);
    }
    String cause = reason(((Admission.Unavailable) admission).cause());
    if (throttle.admits("a key could not be checked: " + cut(cause))) {
      LOG.warn("a key could not be checked: {}", cause);
    }
    RequestTraces.refused(rc, McpErrors.UNAVAILABLE, "keys cannot be checked");
    return Future.failedFuture(new HttpException(McpErrors.UNAVAILABLE, McpErrors.storeUnavailable()));
  }

  private Future<User> enter(RoutingContext rc, Admission.Admitted admitted) {
    Principal principal = admitted.principal();
    if (rc.response().closed()) {
      // Its client left while the key was looked up. No close handler that is set from now on would be called.
      return Future.failedFuture(GONE);
    }
    if (!connections.admit(rc.request().connection(), principal.anonymous() ? null : principal.accountAmongAll())) {
      RequestTraces.refused(rc, McpErrors.TOO_MANY_REQUESTS, "too many connections");
      return Future.failedFuture(new HttpException(McpErrors.TOO_MANY_REQUESTS, McpErrors.tooManyConnections()));
    }
    ledger.seen(principal);
    rc.put(Principal.KEY, principal);
    RequestTraces.admitted(rc);
    return Future.succeededFuture(admitted.user());
  }

  /** The message of a store failure is complete; of other failures the class is shown too. */
  private static String reason(Throwable cause) {
    return String.valueOf(cause instanceof StoreUnavailableException ? cause.getMessage() : cause);
  }

  private static String cut(String text) {
    return OneLine.cut(text, MOST_SHOWN, "");
  }

  /** What refusals are logged three times a minute for: everybody has a new token every hour. */
  private static String account(Admission.Refused refused) {
    return refused.issued() == null ? "key " + refused.keyId()
        : "token of " + refused.tenant() + '/' + refused.issued().issuer() + ':' + refused.owner();
  }

  private static String credential(Admission.Refused refused) {
    String id = refused.keyId() == null ? "-" : refused.keyId();
    Issued issued = refused.issued();
    return issued == null ? "key " + id : "token " + id + " of issuer " + issued.tenant() + '/' + issued.issuer();
  }

  private Future<User> refuse(RoutingContext rc, Admission.Refused refused, boolean dpop) {
    String address = addresses.of(rc.request());
    // The id of a key that proved nothing is the caller's own invention.
    String who = refused.tenant() == null ? "from " + cut(address) : account(refused);
    if (throttle.admits("refused: " + refused.reason() + ", " + who)) {
      LOG.info("refused: {}{}, {}, from {}, {} {}", refused.reason(),
          refused.detail() == null ? "" : " (" + OneLine.of(refused.detail()) + ")",
          credential(refused), address, rc.request().method(), rc.request().path());
    }
    ledger.record(Ledger.Entry.refused(Instant.now(), refused));
    calls.refused(refused.tenant(), refused.reason());
    challenges.note(rc, refused.reason(), dpop);
    HttpException refusal = refused.reason() == AuthFailure.TOO_MANY_UNKNOWN
        ? new HttpException(McpErrors.TOO_MANY_REQUESTS, McpErrors.tooManyUnknown()) : UNAUTHORIZED;
    RequestTraces.refused(rc, refusal.getStatusCode(), refused.reason().toString());
    return Future.failedFuture(refusal);
  }
}
