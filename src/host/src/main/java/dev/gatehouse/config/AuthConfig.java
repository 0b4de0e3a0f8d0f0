package dev.gatehouse.config;

import java.time.Duration;
import java.util.List;

/**
 * Authentication.
 *
 * @param opaqueKeys whether a string that is not of the form {@code gth_…} can be a key
 * @param grace how long a known key stays good while Redis does not answer; zero is never
 * @param stateSecrets what seals the state that a client carries between the rounds of a request, the same on all hosts: the first
 *     seals, all of them open; when empty each host makes one of its own at every start
 */
public record AuthConfig(boolean opaqueKeys, Duration grace, List<String> stateSecrets) {

  /** Copies the secrets. */
  public AuthConfig {
    stateSecrets = List.copyOf(stateSecrets);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "AuthConfig[opaqueKeys=" + opaqueKeys + ", grace=" + grace + ", stateSecrets=" + stateSecrets.size() + "]";
  }
}
