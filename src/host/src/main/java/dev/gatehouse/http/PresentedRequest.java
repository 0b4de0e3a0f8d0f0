package dev.gatehouse.http;

import dev.gatehouse.auth.AuthRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request with a credential, as authentication schemes read it; headers are looked up only when asked for. */
record PresentedRequest(RoutingContext rc, String credential, boolean dpopScheme, ClientAddress addresses, CanonicalUrls urls)
    implements AuthRequest {

  private static final String PROOF = "DPoP";

  @Override
  public String clientAddress() {
    return addresses.of(rc.request());
  }

  @Override
  public @Nullable String tenant() {
    return rc.pathParam(TenantHandler.PARAMETER);
  }

  @Override
  public String method() {
    return rc.request().method().name();
  }

  @Override
  public String url() {
    return urls.of(rc.request());
  }

  @Override
  public List<String> proofs() {
    return rc.request().headers().getAll(PROOF);
  }

  /** Without the credential. */
  @Override
  public String toString() {
    return method() + " " + rc.request().path();
  }
}
