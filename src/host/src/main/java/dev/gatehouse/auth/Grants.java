package dev.gatehouse.auth;

import dev.gatehouse.config.Patterns;
import io.vertx.ext.auth.authorization.Authorization;
import io.vertx.ext.auth.authorization.AuthorizationContext;
import java.util.Objects;

/**
 * What a caller may use. The one place where permission is decided, for lists and calls alike; as a Vert.x authorization it
 * implies every {@link ToolAuthorization} whose tool it grants.
 *
 * @param tools by name
 * @param prompts by name
 * @param resources by URI
 */
public record Grants(Patterns tools, Patterns prompts, Patterns resources) implements Authorization {

  /** Refuses null. */
  public Grants {
    Objects.requireNonNull(tools, "tools");
    Objects.requireNonNull(prompts, "prompts");
    Objects.requireNonNull(resources, "resources");
  }

  /** Whether the tool of that name may be seen and called. */
  public Decision tool(String name) {
    return decide("tools", tools, name);
  }

  /** Whether the prompt of that name may be seen and used. */
  public Decision prompt(String name) {
    return decide("prompts", prompts, name);
  }

  /** Whether the resource at that URI may be seen and read. */
  public Decision resource(String uri) {
    return decide("resources", resources, uri);
  }

  private static Decision decide(String field, Patterns patterns, String name) {
    String denying = patterns.denying(name);
    if (denying != null) {
      return new Decision(false, "denied by '!" + denying + "' in " + field);
    }
    String allowing = patterns.allowing(name);
    if (allowing != null) {
      return new Decision(true, "granted by '" + allowing + "' in " + field);
    }
    return new Decision(false, "granted by nothing in " + field);
  }

  /** Whether a user holds these very grants. */
  @Override
  public boolean match(AuthorizationContext context) {
    return context.user().authorizations().verify(this);
  }

  @Override
  public boolean verify(Authorization asked) {
    return asked instanceof ToolAuthorization call ? tool(call.tool()).allowed() : equals(asked);
  }
}
