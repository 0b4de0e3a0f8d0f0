package dev.gatehouse.http;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.ApiKeyAuthentication;
import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.Refusal;
import dev.gatehouse.config.TenantConfig.Anonymous;
import dev.gatehouse.mcp.Refusals;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.ext.web.handler.SimpleAuthenticationHandler;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a request's key into the {@link Principal} in its RoutingContext, or ends it: 401 with one neutral sentence whatever the
 * reason, which goes to the log; 503 when nobody can tell, and 429 when too many unknown keys are sent to look this one up.
 *
 * <p>Built on the handler that passes an {@link HttpException} on: the stock API key handler makes 401 of every failure.
 */
final class KeyGate {

  private static final Logger LOG = LoggerFactory.getLogger(KeyGate.class);
  private static final HttpException UNAUTHORIZED = new HttpException(401);

  private final ApiKeyAuthentication authentication;
  private final Tenants tenants;
  private final ClientAddress addresses;
  private final Ledger ledger;

  KeyGate(ApiKeyAuthentication authentication, Tenants tenants, ClientAddress addresses, Ledger ledger) {
    this.ledger = ledger;
    this.authentication = authentication;
    this.tenants = tenants;
    this.addresses = addresses;
  }

  SimpleAuthenticationHandler handler() {
    return SimpleAuthenticationHandler.create().authenticate(this::authenticate);
  }

  private Future<User> authenticate(RoutingContext rc) {
    PresentedKey presented = PresentedKey.of(rc.request().headers());
    if (presented.text() != null) {
      return authentication.admit(presented.text(), addresses.of(rc.request())).compose(admission -> enter(rc, admission));
    }
    Anonymous anonymous = presented.fault() == Refusal.MISSING ? anonymous(rc) : null;
    if (anonymous != null) {
      return enter(rc, Principal.anonymous(rc.pathParam(TenantGate.PARAMETER), anonymous.tools(), anonymous.rates(),
          addresses.of(rc.request())));
    }
    return refuse(rc, new Admission.Refused(presented.fault(), null, null));
  }

  /** Only a path reaches an anonymous tenant. */
  private Anonymous anonymous(RoutingContext rc) {
    String name = rc.pathParam(TenantGate.PARAMETER);
    Tenant tenant = name == null ? null : tenants.find(name);
    return tenant == null ? null : tenant.config().anonymous();
  }

  private Future<User> enter(RoutingContext rc, Admission admission) {
    if (admission instanceof Admission.Admitted admitted) {
      return enter(rc, admitted.principal());
    }
    if (admission instanceof Admission.Refused refused) {
      return refuse(rc, refused);
    }
    LOG.warn("a key could not be checked: {}", ((Admission.Unavailable) admission).cause().toString());
    return Future.failedFuture(new HttpException(503, Refusals.storeUnavailable()));
  }

  private Future<User> enter(RoutingContext rc, Principal principal) {
    ledger.seen(principal);
    rc.put(Principal.KEY, principal);
    return Future.succeededFuture(principal.toUser());
  }

  private Future<User> refuse(RoutingContext rc, Admission.Refused refused) {
    LOG.info("refused: {}{}, key {}, from {}, {} {}", refused.reason(),
        refused.detail() == null ? "" : " (" + refused.detail() + ")", refused.keyId() == null ? "-" : refused.keyId(),
        addresses.of(rc.request()), rc.request().method(), rc.request().path());
    ledger.record(new Ledger.Entry(Instant.now(), refused.tenant(), null, refused.keyId(), null, null, Ledger.Outcome.REFUSED,
        refused.reason().toString(), 0, null, null));
    return Future.failedFuture(refused.reason() == Refusal.TOO_MANY_UNKNOWN
        ? new HttpException(429, Refusals.tooManyUnknown()) : UNAUTHORIZED);
  }
}
