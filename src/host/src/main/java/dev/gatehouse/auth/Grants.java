package dev.gatehouse.auth;

import dev.gatehouse.config.Patterns;
import io.vertx.ext.auth.authorization.Authorization;
import io.vertx.ext.auth.authorization.AuthorizationContext;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a caller may use. The one place where permission is decided, for lists and calls alike: a deny in any record wins; the key
 * and its roles add up; the ceilings of owner and tenant cut what they granted. As a Vert.x authorization it implies every {@link
 * ToolAuthorization} whose tool it grants.
 */
public final class Grants implements Authorization {

  private final List<RightsSource> granting;
  private final List<RightsSource> ceilings;

  /**
   * Grants of a key alone.
   *
   * @param tools by name
   * @param prompts by name
   * @param resources by URI
   */
  public Grants(Patterns tools, Patterns prompts, Patterns resources) {
    this(List.of(new RightsSource("the key", tools, prompts, resources)), List.of());
  }

  /**
   * Grants out of several records.
   *
   * @param granting the key and its roles
   * @param ceilings what their owner and tenant allow at most
   */
  Grants(List<RightsSource> granting, List<RightsSource> ceilings) {
    this.granting = List.copyOf(granting);
    this.ceilings = List.copyOf(ceilings);
  }

  /**
   * Whether the tool may be seen and called.
   *
   * @param name its name, whether or not there is such a tool
   * @param readOnly whether it declares {@code readOnlyHint}; false for a tool that does not exist
   */
  public Decision tool(String name, boolean readOnly) {
    return decide("tools", RightsSource::tools, name, readOnly);
  }

  /** Whether the prompt of that name may be seen and used. */
  public Decision prompt(String name) {
    return decide("prompts", RightsSource::prompts, name, false);
  }

  /** Whether the resource at that URI may be seen and read. */
  public Decision resource(String uri) {
    return decide("resources", RightsSource::resources, uri, false);
  }

  private Decision decide(String field, Function<RightsSource, Patterns> part, String name, boolean readOnly) {
    Decision denial = denial(granting, field, part, name, readOnly);
    if (denial == null) {
      denial = denial(ceilings, field, part, name, readOnly);
    }
    if (denial != null) {
      return denial;
    }
    Decision granted = granted(field, part, name, readOnly);
    Decision cut = granted.allowed() ? cut(field, part, name, readOnly) : null;
    return cut == null ? granted : cut;
  }

  private static Decision denial(List<RightsSource> sources, String field, Function<RightsSource, Patterns> part, String name,
      boolean readOnly) {
    for (RightsSource source : sources) {
      Patterns patterns = part.apply(source);
      String denying = patterns == null ? null : patterns.denying(name, readOnly);
      if (denying != null) {
        return new Decision(false, "denied by '!" + denying + "' in " + field + " of " + source.record());
      }
    }
    return null;
  }

  private Decision granted(String field, Function<RightsSource, Patterns> part, String name, boolean readOnly) {
    for (RightsSource source : granting) {
      Patterns patterns = part.apply(source);
      String allowing = patterns == null ? null : patterns.allowing(name, readOnly);
      if (allowing != null) {
        return new Decision(true, "granted by '" + allowing + "' in " + field + " of " + source.record());
      }
    }
    return new Decision(false, "granted by nothing in " + field + (granting.size() == 1 ? " of the key" : " of the key and its roles"));
  }

  private Decision cut(String field, Function<RightsSource, Patterns> part, String name, boolean readOnly) {
    for (RightsSource ceiling : ceilings) {
      Patterns patterns = part.apply(ceiling);
      if (patterns != null && patterns.allowing(name, readOnly) == null) {
        return new Decision(false, "cut by the ceiling: nothing in " + field + " of " + ceiling.record() + " allows it");
      }
    }
    return null;
  }

  /** The records that have a say: {@code the key}, {@code role 'reader'} and so on. */
  public List<String> records() {
    return Stream.concat(granting.stream(), ceilings.stream()).map(RightsSource::record).toList();
  }

  /** Whether a user holds these very grants. */
  @Override
  public boolean match(AuthorizationContext context) {
    return context.user().authorizations().verify(this);
  }

  @Override
  public boolean verify(Authorization asked) {
    return asked instanceof ToolAuthorization call ? tool(call.tool(), call.readOnly()).allowed() : equals(asked);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Grants grants && grants.granting.equals(granting) && grants.ceilings.equals(ceilings);
  }

  @Override
  public int hashCode() {
    return granting.hashCode();
  }
}
