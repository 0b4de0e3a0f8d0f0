package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Ledger.Use;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Key;
import dev.gatehouse.record.ResourceUri;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a common method, read once. What the request names is looked up in the catalogue, and permission is decided on it,
 * when it is read; both travel with it. Parts that can be wrong without hiding what is named are {@link Parsed}.
 */
public sealed interface McpRequest {

  /** Why a caller with these rights may not make it; null when they may. */
  @Nullable
  McpException refusal(Principal now);

  /**
   * A request for a page of a list, which shows only what is granted.
   *
   * @param cursor where the page begins, or null for the first
   */
  record Page(@Nullable String cursor) implements McpRequest {

    static Page read(String name, ObjectNode params, Grants grants, Catalogue catalogue) {
      return new Page(params.hasNonNull("cursor") ? Params.text(params.get("cursor"), "cursor") : null);
    }

    @Override
    public @Nullable McpException refusal(Principal now) {
      return null;
    }
  }

  /**
   * A request so malformed that what it names cannot be read.
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
  sealed interface OfFeature extends McpRequest permits Tool, Prompt, Read, CompletionRequest {

    /** What it does. */
    Use use();

    /** What it names, as permission is decided on it, or as it was sent when that cannot be read; null when it names nothing. */
    @Nullable
    String subject();

    /** What its caller must be allowed, and whether they are; null when what it names cannot be read. */
    @Nullable
    Right right();

    /** What it names; null when there is nothing of that name, or a caller may not know. */
    @Nullable
    Entry entry();

    @Override
    default @Nullable McpException refusal(Principal now) {
      Right right = right();
      // Without one the request fails before anything runs.
      return right == null ? null : right.refusal(now.grants());
    }
  }

  /**
   * A call of a tool.
   *
   * @param subject the tool's name
   * @param entry the tool, or null when there is none
   * @param right to call it
   * @param arguments what it is called with
   */
  record Tool(String subject, @Nullable Entry entry, Right right, Parsed<ObjectNode> arguments) implements OfFeature {

    private static final Use USE = new Use(Method.Common.TOOLS_CALL.wire(), "tool");

    static Tool read(String name, ObjectNode params, Grants grants, Catalogue catalogue) {
      Entry entry = catalogue.find(Key.tool(name));
      return new Tool(name, entry, Right.toCall(name, entry != null && entry.isReadOnly(), grants),
          Parsed.of(() -> Params.object(params.get("arguments"), "arguments")));
    }

    @Override
    public Use use() {
      return USE;
    }
  }

  /**
   * A prompt to be filled in.
   *
   * @param subject the prompt's name
   * @param entry the prompt; null when there is none or it is not permitted
   * @param right to use it
   * @param arguments what it is filled in with
   */
  record Prompt(String subject, @Nullable Entry entry, Right right, Parsed<Map<String, String>> arguments) implements OfFeature {

    private static final Use USE = new Use(Method.Common.PROMPTS_GET.wire(), "prompt");

    static Prompt read(String name, ObjectNode params, Grants grants, Catalogue catalogue) {
      Right right = Right.toUse(name, grants);
      return new Prompt(name, right.granted() ? catalogue.find(Key.prompt(name)) : null, right,
          Parsed.of(() -> Params.texts(params.path("arguments"), "arguments")));
    }

    @Override
    public Use use() {
      return USE;
    }
  }

  /**
   * A resource to be read.
   *
   * @param subject the URI, normalised if it can be read
   * @param uri the URI
   * @param entry the resource or template that serves it; null when there is none or it is not permitted
   * @param right to read it; null when the URI cannot be read
   */
  record Read(String subject, Parsed<ResourceUri> uri, @Nullable Entry entry, @Nullable Right right) implements OfFeature {

    private static final Use USE = new Use(Method.Common.RESOURCES_READ.wire(), "resource");

    static Read read(String sent, ObjectNode params, Grants grants, Catalogue catalogue) {
      Parsed<ResourceUri> uri = Parsed.of(() -> Params.uri(sent, "uri"));
      ResourceUri known = uri.value();
      if (known == null) {
        return new Read(sent, uri, null, null);
      }
      Right right = Right.toRead(known, grants);
      return new Read(known.text(), uri, right.granted() ? catalogue.resource(known) : null, right);
    }

    @Override
    public Use use() {
      return USE;
    }
  }
}
