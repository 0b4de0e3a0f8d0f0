package dev.gatehouse.auth.token;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a host knows of an issuer's key set that it fetches.
 *
 * @param tenant whose issuer it is
 * @param issuer the name of its record
 * @param fetches how often the key set was asked for
 * @param failures how often in vain
 * @param age how long ago the keys that are used came, or null when there are none yet
 * @param failure why the last fetch failed, without any secret; null when it did not
 */
public record KeySetState(String tenant, String issuer, long fetches, long failures, @Nullable Duration age, @Nullable String failure) {

  /** Whether the last fetch got the keys. */
  public boolean reachable() {
    return failure == null;
  }
}
