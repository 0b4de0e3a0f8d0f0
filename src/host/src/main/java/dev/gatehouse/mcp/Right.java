package dev.gatehouse.mcp;

import dev.gatehouse.auth.Decision;
import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.StepUp;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.ResourceInfo;
import dev.gatehouse.record.ResourceUri;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The right that a request needs, and whether its caller has it. It is decided once, on the name of what is asked for and before that is
 * known to exist, and again only when the caller's rights have changed.
 *
 * @param verb what it is to do, as a refusal says it
 * @param name to what
 * @param rule decides
 * @param decision what was decided
 */
public record Right(String verb, String name, Function<Grants, Decision> rule, Decision decision) {

  private static Right of(Kind kind, String name, Function<Grants, Decision> rule, Grants grants) {
    return new Right(kind.use(), name, rule, rule.apply(grants));
  }

  /**
   * To use what has this name.
   *
   * @param readOnly whether it declares that it only reads
   */
  static Right to(Kind kind, String name, boolean readOnly, Grants grants) {
    return switch (Objects.requireNonNull(kind.permission())) {
      case TOOLS -> of(kind, name, now -> now.tool(name, readOnly), grants);
      case PROMPTS -> of(kind, name, now -> now.prompt(name), grants);
      case RESOURCES -> toRead(ResourceUri.of(name), grants);
    };
  }

  /** To use what a tenant serves. */
  static Right to(Entry entry, Grants grants) {
    return entry.info() instanceof ResourceInfo resource ? toRead(resource.uri(), grants)
        : to(entry.key().kind(), entry.key().name(), entry.isReadOnly(), grants);
  }

  /** To read a resource, to be told of its changes, or to complete the variables of a template. */
  public static Right toRead(ResourceUri uri, Grants grants) {
    return of(Kind.RESOURCE, uri.text(), now -> now.resource(uri), grants);
  }

  /** Whether the caller has it. */
  public boolean granted() {
    return decision.allowed();
  }

  /** Why the caller, whose right this is, may not go on; null when they may. */
  public @Nullable McpException refusal(Principal caller) {
    return refusal(caller, decision);
  }

  /** The same with the rights that they have now. */
  @Nullable
  McpException refusalNow(Principal now) {
    return refusal(now, rule.apply(now.grants()));
  }

  private @Nullable McpException refusal(Principal caller, Decision made) {
    return made.allowed() ? null : McpErrors.forbidden(caller, verb, name, StepUp.scopes(caller, rule));
  }
}
