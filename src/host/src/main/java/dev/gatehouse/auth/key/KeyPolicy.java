package dev.gatehouse.auth.key;

import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.AuthFailure;
import org.jspecify.annotations.Nullable;

/**
 * The policy on the form of keys.
 *
 * @param opaqueKeys whether a string of another form than {@code gth_…} is a key too ({@code auth.opaqueKeys})
 * @param loopback whether the host is bound to loopback, where a short opaque key is accepted too
 */
public record KeyPolicy(boolean opaqueKeys, boolean loopback) {

  /**
   * Parses a key, without the store.
   *
   * @param presented the credential that the caller sent, or null for none
   * @throws AuthFailedException when it is no key, or too weak
   */
  ApiKey read(@Nullable String presented) {
    if (presented == null) {
      throw new AuthFailedException(AuthFailure.MISSING, null, null);
    }
    ApiKey key = ApiKey.parse(presented, opaqueKeys);
    if (key.guessable() && !loopback) {
      throw new AuthFailedException(AuthFailure.TOO_WEAK, key.toString(), "opaque keys under 20 characters work on loopback only");
    }
    return key;
  }
}
