package dev.gatehouse.http;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Resolves the principal's tenant. The tenant in the path must be the same; otherwise the answer is that for a tenant that does not exist.
 */
final class TenantHandler implements Handler<RoutingContext> {

  /** The path parameter that holds a tenant's name. */
  static final String PARAMETER = "tenant";
  static final String KEY = "gatehouse.tenant";

  private final Tenants tenants;

  TenantHandler(Tenants tenants) {
    this.tenants = tenants;
  }

  @Override
  public void handle(RoutingContext rc) {
    Principal principal = rc.get(Principal.KEY);
    if (principal == null) {
      // Vert.x lets a CORS preflight pass the key check, since browsers send it without credentials.
      rc.fail(401);
      return;
    }
    String path = rc.pathParam(PARAMETER);
    Tenant tenant = tenants.find(principal.tenant());
    if (tenant == null || path != null && !path.equals(principal.tenant())) {
      rc.fail(404);
      return;
    }
    rc.put(KEY, tenant);
    rc.next();
  }
}
