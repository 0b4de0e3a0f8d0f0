package dev.gatehouse.auth;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Step-up authorization (specification 2026-07-28, authorization, scope challenge): what a token's client would have to ask for. */
public final class StepUp {

  /** Asks for refresh tokens; a client asks for it by itself or not at all. */
  private static final String OFFLINE = "offline_access";

  private StepUp() {
  }

  /**
   * The scopes that would be enough for what a caller may not do: all that the token holds, since a client asks for a new token, and one
   * more. Grants add up and a deny always wins, so when one further scope is not enough, several are not.
   *
   * @param caller who may not
   * @param rule decides about it
   * @return sorted; empty when no scope would be enough, or the caller has no token
   */
  public static Set<String> scopes(Principal caller, Function<Grants, Decision> rule) {
    TokenIdentity token = caller.token();
    Set<String> scopes = new TreeSet<>();
    if (token != null) {
      token.further().stream()
          .filter(further -> !further.scope().equals(OFFLINE) && rule.apply(caller.grants().and(further.rights())).allowed())
          .map(ScopeGrant::scope).min(Comparator.naturalOrder()).ifPresent(needed -> {
            scopes.addAll(token.scopes());
            scopes.add(needed);
            scopes.remove(OFFLINE);
          });
    }
    return scopes;
  }
}
