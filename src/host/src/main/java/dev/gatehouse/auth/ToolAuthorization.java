package dev.gatehouse.auth;

import io.vertx.ext.auth.authorization.Authorization;
import io.vertx.ext.auth.authorization.AuthorizationContext;
import java.util.Objects;

/**
 * The right to use one tool, as a Vert.x authorization. A user has it when the {@link Grants} that {@link Principal#toUser()} gave
 * them grant the tool. Vert.x's own wildcard permission matches by other rules ({@code ad*} does not match {@code add} there).
 *
 * @param tool the tool's name; a star in it is a star, not a pattern
 * @param readOnly whether the tool declares {@code readOnlyHint}
 */
public record ToolAuthorization(String tool, boolean readOnly) implements Authorization {

  /** Refuses null. */
  public ToolAuthorization {
    Objects.requireNonNull(tool, "tool");
  }

  /** The right to use a tool that declares nothing. */
  public ToolAuthorization(String tool) {
    this(tool, false);
  }

  @Override
  public boolean match(AuthorizationContext context) {
    return context.user().authorizations().verify(this);
  }

  @Override
  public boolean verify(Authorization asked) {
    return equals(asked);
  }
}
