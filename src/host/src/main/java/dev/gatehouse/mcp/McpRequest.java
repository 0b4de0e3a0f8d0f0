package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Decision;
import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Ledger.Use;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Key;
import dev.gatehouse.record.ResourceUri;
import java.util.Map;

/**
 * The parameters of a common method, read once. What the request names is looked up in the catalogue, and permission is decided on it,
 * when it is read; both travel with it. Parts that can be wrong without hiding what is named are {@link Parsed}.
 */
public sealed interface McpRequest {

  /** Why a caller with these rights may not make it; null when they may. */
  McpException refusal(Principal now);

  /**
   * A request for a page of a list, which shows only what is granted.
   *
   * @param cursor where the page begins, or null for the first
   */
  record Page(String cursor) implements McpRequest {

    static Page read(String name, ObjectNode params, Grants grants, Catalogue catalogue) {
      return new Page(params.hasNonNull("cursor") ? Params.text(params.get("cursor"), "cursor") : null);
    }

    @Override
    public McpException refusal(Principal now) {
      return null;
    }
  }

  /**
   * One that cannot be read so far as to say what it names.
   *
   * @param fault why
   */
  record Malformed(McpException fault) implements McpRequest {

    @Override
    public McpException refusal(Principal now) {
      return fault;
    }
  }

  /** A request for what a plugin serves; it is entered in the audit log. */
  sealed interface OfFeature extends McpRequest {

    /** What it does. */
    Use use();

    /** What it names, as permission is decided on it, or as it was sent when that cannot be read; null when it names nothing. */
    String subject();

    /** Whether the caller may make it; null when what it names cannot be read. */
    Decision decision();

    /** What it names; null when there is nothing of that name. */
    Entry entry();
  }

  /**
   * A call of a tool.
   *
   * @param name the tool's
   * @param entry the tool, or null when there is none
   * @param decision whether the caller may call it
   * @param arguments what it is called with
   */
  record Tool(String name, Entry entry, Decision decision, Parsed<ObjectNode> arguments) implements OfFeature {

    private static final Use USE = new Use(Method.Common.TOOLS_CALL.wire(), "tool");

    static Tool read(String name, ObjectNode params, Grants grants, Catalogue catalogue) {
      Entry entry = catalogue.find(Key.tool(name));
      return new Tool(name, entry, decision(grants, name, entry), Parsed.of(() -> Params.object(params.get("arguments"), "arguments")));
    }

    static Decision decision(Grants grants, String name, Entry entry) {
      return grants.tool(name, entry != null && entry.isReadOnly());
    }

    @Override
    public Use use() {
      return USE;
    }

    @Override
    public String subject() {
      return name;
    }

    @Override
    public McpException refusal(Principal now) {
      return refusal(decision(now.grants(), name, entry));
    }

    McpException refusal(Decision current) {
      return current.allowed() ? null : McpErrors.forbidden("call tool", name);
    }
  }

  /**
   * A prompt to be filled in.
   *
   * @param name the prompt's
   * @param entry the prompt; null when there is none or it is not permitted
   * @param decision whether the caller may use it
   * @param arguments what it is filled in with
   */
  record Prompt(String name, Entry entry, Decision decision, Parsed<Map<String, String>> arguments) implements OfFeature {

    private static final Use USE = new Use(Method.Common.PROMPTS_GET.wire(), "prompt");

    static Prompt read(String name, ObjectNode params, Grants grants, Catalogue catalogue) {
      Decision decision = grants.prompt(name);
      return new Prompt(name, decision.allowed() ? catalogue.find(Key.prompt(name)) : null, decision,
          Parsed.of(() -> Params.texts(params.path("arguments"), "arguments")));
    }

    @Override
    public Use use() {
      return USE;
    }

    @Override
    public String subject() {
      return name;
    }

    @Override
    public McpException refusal(Principal now) {
      return refusal(now.grants().prompt(name), name);
    }

    static McpException refusal(Decision decision, String name) {
      return decision.allowed() ? null : McpErrors.forbidden("use prompt", name);
    }
  }

  /**
   * A resource to be read.
   *
   * @param sent the URI as it was sent
   * @param uri the URI, normalised
   * @param entry the resource or template that serves it; null when there is none or it is not permitted
   * @param decision whether the caller may read it; null when the URI cannot be read
   */
  record Read(String sent, Parsed<ResourceUri> uri, Entry entry, Decision decision) implements OfFeature {

    private static final Use USE = new Use(Method.Common.RESOURCES_READ.wire(), "resource");

    static Read read(String sent, ObjectNode params, Grants grants, Catalogue catalogue) {
      Parsed<ResourceUri> uri = Parsed.of(() -> Params.uri(sent, "uri"));
      Decision decision = uri.value() == null ? null : grants.resource(uri.value());
      return new Read(sent, uri, decision != null && decision.allowed() ? catalogue.resource(uri.value()) : null, decision);
    }

    @Override
    public Use use() {
      return USE;
    }

    @Override
    public String subject() {
      return uri.value() == null ? sent : uri.value().text();
    }

    @Override
    public McpException refusal(Principal now) {
      return uri.value() == null ? uri.fault() : refusal(now.grants().resource(uri.value()), uri.value());
    }

    static McpException refusal(Decision decision, ResourceUri uri) {
      return decision.allowed() ? null : McpErrors.forbidden("read resource", uri.text());
    }
  }

  /**
   * An argument of a prompt, or a variable of a resource template, to be completed.
   *
   * @param use of which of the two
   * @param subject the prompt's name or the template
   * @param target what is completed
   * @param value what the client has of it so far
   * @param context other arguments that are known already
   */
  record Complete(Use use, String subject, Parsed<Target> target, Parsed<String> value, Parsed<Map<String, String>> context)
      implements OfFeature {

    private static final Use OF_PROMPT = new Use(Method.Common.COMPLETION_COMPLETE.wire(), "prompt");
    private static final Use OF_TEMPLATE = new Use(Method.Common.COMPLETION_COMPLETE.wire(), "resource");

    static Complete read(String name, ObjectNode params, Grants grants, Catalogue catalogue) {
      JsonNode ref = params.path("ref");
      JsonNode argument = params.path("argument");
      boolean ofTemplate = "ref/resource".equals(ref.path("type").textValue());
      Parsed<Target> target = Parsed.of(() -> Target.read(ref, argument, grants, catalogue));
      return new Complete(ofTemplate ? OF_TEMPLATE : OF_PROMPT,
          target.value() == null ? asSent(ref.path(ofTemplate ? "uri" : "name").textValue(), ofTemplate) : target.value().key().name(),
          target,
          Parsed.of(() -> Params.text(argument.path("value"), "argument.value")),
          Parsed.of(() -> Params.texts(params.path("context").path("arguments"), "context.arguments")));
    }

    private static String asSent(String text, boolean ofTemplate) {
      ResourceUri uri = text == null || !ofTemplate ? null : Parsed.of(() -> Params.template(text, "ref.uri")).value();
      return uri == null ? text : uri.text();
    }

    @Override
    public Decision decision() {
      return target.value() == null ? null : target.value().decision();
    }

    @Override
    public Entry entry() {
      return target.value() == null ? null : target.value().entry();
    }

    @Override
    public McpException refusal(Principal now) {
      return target.value() == null ? target.fault() : target.value().refusal(target.value().decide(now.grants()));
    }
  }

  /**
   * What has arguments that can be completed.
   *
   * @param key which argument of what
   * @param template the template, or null for a prompt
   * @param entry the prompt or template; null when there is none or it is not permitted
   * @param decision whether the caller may use it
   * @param completion what completes it; null when nothing does
   */
  record Target(Key key, ResourceUri template, Entry entry, Decision decision, Entry completion) {

    private static Target read(JsonNode ref, JsonNode argument, Grants grants, Catalogue catalogue) {
      String type = Params.text(ref.path("type"), "ref.type");
      String name = Params.text(argument.path("name"), "argument.name");
      return switch (type) {
        case "ref/prompt" -> prompt(Key.completion(Params.text(ref.path("name"), "ref.name"), name), grants, catalogue);
        case "ref/resource" -> template(Params.template(Params.text(ref.path("uri"), "ref.uri"), "ref.uri"), name, grants, catalogue);
        default -> throw McpException.invalidParams("'params.ref.type' must be 'ref/prompt' or 'ref/resource'");
      };
    }

    private static Target prompt(Key key, Grants grants, Catalogue catalogue) {
      Decision decision = grants.prompt(key.name());
      return new Target(key, null, decision.allowed() ? catalogue.find(Key.prompt(key.name())) : null, decision, catalogue.find(key));
    }

    private static Target template(ResourceUri uri, String variable, Grants grants, Catalogue catalogue) {
      Decision decision = grants.resource(uri);
      Key key = Key.completion(uri.text(), variable);
      return new Target(key, uri, decision.allowed() ? catalogue.find(Key.template(uri)) : null, decision, catalogue.find(key));
    }

    private Decision decide(Grants grants) {
      return template == null ? grants.prompt(key.name()) : grants.resource(template);
    }

    McpException refusal(Decision current) {
      return template == null ? Prompt.refusal(current, key.name()) : Read.refusal(current, template);
    }
  }
}
