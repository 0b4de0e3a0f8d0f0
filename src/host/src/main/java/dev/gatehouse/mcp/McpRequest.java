package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Ledger.Use;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.record.ResourceUri;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a common method, read once. What the request names is looked up in the catalogue, and permission is decided on it,
 * when it is read; both travel with it. Parts that can be wrong without hiding what is named are {@link Parsed}.
 */
public sealed interface McpRequest permits McpRequest.Page, McpRequest.Malformed, McpRequest.OfFeature {

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
  sealed interface OfFeature extends McpRequest permits Named, Read, CompletionRequest {

    /** The kind of what it names. */
    Kind kind();

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
      return right == null ? null : right.refusalNow(now);
    }
  }

  /**
   * A use of what has a name: a tool is called, a prompt is filled in.
   *
   * @param method which use of what
   * @param subject its name
   * @param entry what has the name; null when there is none or, unless it is a tool, it is not permitted
   * @param right to use it
   * @param arguments what it is used with
   */
  record Named<P extends CallParams>(Method.Common method, String subject, @Nullable Entry entry, Right right, Parsed<P> arguments)
      implements OfFeature {

    /** With arguments of any JSON. */
    static Named<CallParams.Arguments> json(Method.Common method, String name, ObjectNode params, Grants grants, Catalogue catalogue) {
      return read(method, name, grants, catalogue,
          () -> new CallParams.Arguments(Params.object(params.get("arguments"), "arguments")));
    }

    /** With arguments that are texts. */
    static Named<CallParams.Texts> texts(Method.Common method, String name, ObjectNode params, Grants grants, Catalogue catalogue) {
      return read(method, name, grants, catalogue, () -> new CallParams.Texts(Params.texts(params.path("arguments"), "arguments")));
    }

    private static <P extends CallParams> Named<P> read(Method.Common method, String name, Grants grants, Catalogue catalogue,
        Supplier<P> arguments) {
      Entry entry = catalogue.find(new Key(method.kind(), name, ""));
      boolean always = method.kind().isCalledByModel();
      Right right = Right.to(method.kind(), name, entry != null && entry.isReadOnly(), grants);
      return new Named<>(method, name, always || right.granted() ? entry : null, right, Parsed.of(arguments));
    }

    @Override
    public Kind kind() {
      return method.kind();
    }

    @Override
    public Use use() {
      return method.use();
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
    public Kind kind() {
      return Kind.RESOURCE;
    }

    @Override
    public Use use() {
      return Method.Common.RESOURCES_READ.use();
    }
  }
}
