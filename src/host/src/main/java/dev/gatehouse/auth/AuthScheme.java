package dev.gatehouse.auth;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * An authentication scheme: one kind of credential, and how it is checked. The schemes of a host are asked in order; the first that knows
 * the credential's form decides.
 */
@FunctionalInterface
public interface AuthScheme {

  /**
   * Authenticates a caller. Runs on an event loop and must not block.
   *
   * @param request their credential, and the request that it came with
   * @return a future that never fails; null when the credential does not have this scheme's form, so that the next scheme is asked
   */
  @Nullable
  Future<Admission> admit(AuthRequest request);
}
