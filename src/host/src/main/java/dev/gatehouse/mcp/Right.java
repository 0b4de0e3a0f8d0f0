package dev.gatehouse.mcp;

import dev.gatehouse.auth.Decision;
import dev.gatehouse.auth.Grants;
import dev.gatehouse.record.ResourceUri;
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

  private static Right of(String verb, String name, Function<Grants, Decision> rule, Grants grants) {
    return new Right(verb, name, rule, rule.apply(grants));
  }

  /**
   * To call a tool.
   *
   * @param readOnly whether it declares that it only reads
   */
  static Right toCall(String tool, boolean readOnly, Grants grants) {
    return of("call tool", tool, now -> now.tool(tool, readOnly), grants);
  }

  /** To use a prompt. */
  static Right toUse(String prompt, Grants grants) {
    return of("use prompt", prompt, now -> now.prompt(prompt), grants);
  }

  /** To read a resource, to be told of its changes, or to complete the variables of a template. */
  public static Right toRead(ResourceUri uri, Grants grants) {
    return of("read resource", uri.text(), now -> now.resource(uri), grants);
  }

  /** Whether the caller has it. */
  public boolean granted() {
    return decision.allowed();
  }

  /** Why the caller may not go on; null when they may. */
  public @Nullable McpException refusal() {
    return refusal(decision);
  }

  /** The same with other rights. */
  @Nullable
  McpException refusal(Grants now) {
    return refusal(rule.apply(now));
  }

  private @Nullable McpException refusal(Decision made) {
    return made.allowed() ? null : McpErrors.forbidden(verb, name);
  }
}
