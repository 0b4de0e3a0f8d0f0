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
   * @param credential what follows {@code Bearer} in the Authorization header, or X-API-Key's value
   * @param clientAddress where they call from
   * @return a future that never fails; null when the credential does not have this scheme's form, so that the next scheme is asked
   */
  @Nullable
  Future<Admission> admit(String credential, String clientAddress);
}
