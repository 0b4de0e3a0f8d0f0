package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Ledger.Use;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.record.ResourceUri;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a prompt, or a variable of a resource template, to be completed.
 *
 * @param use of which of the two
 * @param subject the prompt's name or the template
 * @param target what is completed
 * @param value what the client has of it so far
 * @param context other arguments that are known already
 */
record CompletionRequest(Use use, @Nullable String subject, Parsed<Target> target, Parsed<String> value,
    Parsed<Map<String, String>> context) implements McpRequest.OfFeature {

  private static final Use OF_PROMPT = new Use(Method.Common.COMPLETION_COMPLETE.wire(), "prompt");
  private static final Use OF_TEMPLATE = new Use(Method.Common.COMPLETION_COMPLETE.wire(), "resource");

  /**
   * What has arguments that can be completed.
   *
   * @param key which argument of what
   * @param entry the prompt or template; null when there is none or it is not permitted
   * @param right to use it
   * @param completion what completes it; null when nothing does
   */
  record Target(Key key, @Nullable Entry entry, Right right, @Nullable Entry completion) {
  }

  static CompletionRequest read(String name, ObjectNode params, Grants grants, Catalogue catalogue) {
    JsonNode ref = params.path("ref");
    JsonNode argument = params.path("argument");
    boolean ofTemplate = "ref/resource".equals(ref.path("type").textValue());
    Parsed<Target> target = Parsed.of(() -> target(ref, argument, grants, catalogue));
    Target known = target.value();
    return new CompletionRequest(ofTemplate ? OF_TEMPLATE : OF_PROMPT,
        known != null ? known.key().name() : ofTemplate ? normal(ref.path("uri").textValue()) : ref.path("name").textValue(),
        target,
        Parsed.of(() -> Params.text(argument.path("value"), "argument.value")),
        Parsed.of(() -> Params.texts(params.path("context").path("arguments"), "context.arguments")));
  }

  /** The template as permission is decided on it, or as it was sent when it cannot be read. */
  private static @Nullable String normal(@Nullable String sent) {
    ResourceUri uri = sent == null ? null : Parsed.of(() -> Params.template(sent, "ref.uri")).value();
    return uri == null ? sent : uri.text();
  }

  private static Target target(JsonNode ref, JsonNode argument, Grants grants, Catalogue catalogue) {
    String type = Params.text(ref.path("type"), "ref.type");
    String name = Params.text(argument.path("name"), "argument.name");
    return switch (type) {
      case "ref/prompt" -> ofPrompt(Params.text(ref.path("name"), "ref.name"), name, grants, catalogue);
      case "ref/resource" -> ofTemplate(Params.template(Params.text(ref.path("uri"), "ref.uri"), "ref.uri"), name, grants, catalogue);
      default -> throw McpException.invalidParams("'params.ref.type' must be 'ref/prompt' or 'ref/resource'");
    };
  }

  private static Target ofPrompt(String prompt, String argument, Grants grants, Catalogue catalogue) {
    return target(Key.prompt(prompt), argument, Right.to(Kind.PROMPT, prompt, false, grants), catalogue);
  }

  private static Target ofTemplate(ResourceUri template, String variable, Grants grants, Catalogue catalogue) {
    return target(Key.template(template), variable, Right.toRead(template, grants), catalogue);
  }

  private static Target target(Key of, String argument, Right right, Catalogue catalogue) {
    Key key = Key.completion(of.name(), argument);
    return new Target(key, right.granted() ? catalogue.find(of) : null, right, catalogue.find(key));
  }

  boolean isOfPrompt() {
    return use.equals(OF_PROMPT);
  }

  @Override
  public Kind kind() {
    return Kind.COMPLETION;
  }

  @Override
  public @Nullable Right right() {
    Target known = target.value();
    return known == null ? null : known.right();
  }

  @Override
  public @Nullable Entry entry() {
    Target known = target.value();
    return known == null ? null : known.entry();
  }
}
