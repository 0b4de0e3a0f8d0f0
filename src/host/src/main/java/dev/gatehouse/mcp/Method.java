package dev.gatehouse.mcp;

import dev.gatehouse.auth.Ledger.Use;
import dev.gatehouse.feature.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A method that clients call: each is named here and nowhere else. The type says who answers it: {@link Methods} in every revision, or
 * the wire of one era. What a method needs beside its name is an argument of its row, and whoever answers methods does so in a
 * {@code switch} without a default branch, so a method that is incomplete does not compile.
 */
public sealed interface Method permits Method.Common, Method.Modern, Method.Legacy {

  /** Its name on the wire. */
  String wire();

  /** Whether a client may keep its results (specification 2026-07-28, caching). */
  boolean cacheable();

  /** What every revision has: lists of what plugins serve, and calls of it. */
  enum Common implements Method {
    /** Lists tools. */
    TOOLS_LIST("tools/list", Kind.TOOL, Named.NOT, Caching.ALLOWED),
    /** Calls a tool. */
    TOOLS_CALL("tools/call", Kind.TOOL, Named.BY_NAME, Caching.FORBIDDEN),
    /** Lists prompts. */
    PROMPTS_LIST("prompts/list", Kind.PROMPT, Named.NOT, Caching.ALLOWED),
    /** Fills in a prompt. */
    PROMPTS_GET("prompts/get", Kind.PROMPT, Named.BY_NAME, Caching.FORBIDDEN),
    /** Lists resources. */
    RESOURCES_LIST("resources/list", Kind.RESOURCE, Named.NOT, Caching.ALLOWED),
    /** Lists resource templates. */
    RESOURCES_TEMPLATES_LIST("resources/templates/list", Kind.TEMPLATE, Named.NOT, Caching.ALLOWED),
    /** Reads a resource. */
    RESOURCES_READ("resources/read", Kind.RESOURCE, Named.BY_URI, Caching.ALLOWED),
    /** Completes an argument of a prompt or resource template. */
    COMPLETION_COMPLETE("completion/complete", Kind.COMPLETION, Named.NOT, Caching.FORBIDDEN);

    private final String wire;
    private final Kind kind;
    private final Use use;
    private final Named named;
    private final Caching caching;

    Common(String wire, Kind kind, Named named, Caching caching) {
      this.wire = wire;
      this.kind = kind;
      this.use = new Use(wire, kind.toString());
      this.named = named;
      this.caching = caching;
    }

    @Override
    public String wire() {
      return wire;
    }

    @Override
    public boolean cacheable() {
      return caching == Caching.ALLOWED;
    }

    /** The kind of feature; a tenant must serve something of its capability for the method to be there. */
    Kind kind() {
      return kind;
    }

    /** What a call of it is in the audit log. */
    Use use() {
      return use;
    }

    /** The parameter that the header {@code Mcp-Name} mirrors, or null for none. */
    @Nullable
    String nameParameter() {
      return named.parameter;
    }
  }

  /** What 2026-07-28 brought: its wire answers it. */
  enum Modern implements Method {
    /** Tells revisions and capabilities. */
    SERVER_DISCOVER("server/discover", Caching.ALLOWED),
    /** Opens a stream of changes. */
    SUBSCRIPTIONS_LISTEN("subscriptions/listen", Caching.FORBIDDEN);

    private final String wire;
    private final Caching caching;

    Modern(String wire, Caching caching) {
      this.wire = wire;
      this.caching = caching;
    }

    @Override
    public String wire() {
      return wire;
    }

    @Override
    public boolean cacheable() {
      return caching == Caching.ALLOWED;
    }
  }

  /** What 2026-07-28 removed: the wire of the older revisions answers it, from the session alone. */
  enum Legacy implements Method {
    /** The handshake. */
    INITIALIZE("initialize"),
    /** Asks for a sign of life. */
    PING("ping"),
    /** Sets the least severe level of log messages. */
    LOGGING_SET_LEVEL("logging/setLevel"),
    /** Asks to be told of a resource's changes. */
    RESOURCES_SUBSCRIBE("resources/subscribe"),
    /** Asks to be told no more. */
    RESOURCES_UNSUBSCRIBE("resources/unsubscribe");

    private final String wire;

    Legacy(String wire) {
      this.wire = wire;
    }

    @Override
    public String wire() {
      return wire;
    }

    /** The older revisions know no caching. */
    @Override
    public boolean cacheable() {
      return false;
    }
  }

  /** Which parameter {@code Mcp-Name} mirrors (specification 2026-07-28, transports). */
  enum Named {
    /** None. */
    NOT(null),
    /** The name. */
    BY_NAME("name"),
    /** The URI. */
    BY_URI("uri");

    private final @Nullable String parameter;

    Named(@Nullable String parameter) {
      this.parameter = parameter;
    }
  }

  /** Whether a client may keep results. */
  enum Caching {
    /** It may. */
    ALLOWED,
    /** It may not. */
    FORBIDDEN
  }
}
