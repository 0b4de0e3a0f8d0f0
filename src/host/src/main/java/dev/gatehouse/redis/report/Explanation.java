package dev.gatehouse.redis.report;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.Decision;
import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.RightsSource;
import dev.gatehouse.auth.ScopeGrant;
import dev.gatehouse.auth.TokenIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What the host would decide about a caller and a tool, and by which rule, by the same code.
 *
 * @param allowed the decision
 * @param lines the decision with its rule first, then what else is worth knowing
 */
public record Explanation(boolean allowed, List<String> lines) {

  /** Copies the lines. */
  public Explanation {
    lines = List.copyOf(lines);
  }

  /**
   * Explains a decision.
   *
   * @param what the credential in a word: {@code key} or {@code token}
   * @param admission what the host says of it now
   * @param isCheap whether it costs nothing to ask for the tools; if not they are asked for only where they matter: where {@code
   *     readOnlyHint} decides, or a deny may match nothing
   * @param declared gives the tools of the caller's tenant
   */
  public static Explanation of(String what, Admission admission, String tool, boolean isCheap,
      Function<Principal, DeclaredTools> declared) {
    return admission instanceof Admission.Admitted admitted ? of(admitted.principal(), tool, isCheap, declared)
        : refused(what, (Admission.Refused) admission);
  }

  /** Explains why a credential is not admitted at all. */
  public static Explanation refused(String what, Admission.Refused refused) {
    return new Explanation(false, List.of("denied: the " + what + " is refused: " + refused.reason()
        + (refused.detail() == null ? "" : " (" + refused.detail() + ")")));
  }

  private static Explanation of(Principal principal, String tool, boolean isCheap, Function<Principal, DeclaredTools> declared) {
    Decision plain = principal.grants().tool(tool, false);
    Decision readOnly = principal.grants().tool(tool, true);
    boolean hintDecides = plain.allowed() != readOnly.allowed();
    DeclaredTools seen = isCheap || hintDecides || principal.grants().denies() ? declared.apply(principal) : DeclaredTools.NONE;
    Decision decision = seen.isReadOnly(tool) ? readOnly : plain;
    List<String> lines = new ArrayList<>(List.of(decision.toString()));
    if (seen.complete() && !seen.knows(tool)) {
      lines.add("the tenant has no such tool now" + seen.nearest(tool, principal.grants()));
    } else if (hintDecides && !seen.knows(tool)) {
      lines.add("if the tool declares readOnlyHint: " + readOnly);
    }
    if (!decision.allowed() && principal.token() != null) {
      further(principal, principal.token(), tool, seen.isReadOnly(tool))
          .forEach(scope -> lines.add("scope '" + scope + "' would grant it"));
    }
    lines.add("policy " + principal.policy() + ", from " + String.join(", ", principal.grants().records()));
    lines.addAll(seen.warnings());
    return new Explanation(decision.allowed(), lines);
  }

  private static List<String> further(Principal principal, TokenIdentity token, String tool, boolean readOnly) {
    Grants held = principal.grants();
    return token.further().stream().filter(scope -> {
      List<RightsSource> granting = new ArrayList<>(held.granting());
      granting.addAll(scope.rights());
      return new Grants(granting, held.ceilings()).tool(tool, readOnly).allowed();
    }).map(ScopeGrant::scope).toList();
  }
}
