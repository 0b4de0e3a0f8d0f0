package dev.gatehouse.mcp;

import dev.gatehouse.auth.Grants;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.ResourceInfo;
import io.vertx.core.Future;
import java.util.stream.Stream;

/** Lists of features: of each kind those that the caller may use, by the same decision as a call. */
final class FeatureLists {

  /** A resource counts as much as a template of the same text, so that the pages of both end at the same places. */
  private static final int AS_TEMPLATE = "uriTemplate".length() - "uri".length();

  private static final Page.Listing<Entry> TOOLS = listing("tools", 0);
  private static final Page.Listing<Entry> PROMPTS = listing("prompts", 0);
  private static final Page.Listing<Entry> RESOURCES = listing("resources", AS_TEMPLATE);
  private static final Page.Listing<Entry> TEMPLATES = listing("templates", 0);

  private final long maxPage;

  /**
   * Lists.
   *
   * @param maxPage how long a page is, in bytes
   */
  FeatureLists(long maxPage) {
    this.maxPage = maxPage;
  }

  private static Page.Listing<Entry> listing(String name, int extra) {
    return new Page.Listing<>(name, entry -> entry.key().name(), entry -> entry.info().json(), extra);
  }

  Future<McpResult> tools(McpCall call, McpRequest.Page request) {
    return list(call, request, Kind.TOOL, TOOLS, "tools");
  }

  Future<McpResult> prompts(McpCall call, McpRequest.Page request) {
    return list(call, request, Kind.PROMPT, PROMPTS, "prompts");
  }

  Future<McpResult> resources(McpCall call, McpRequest.Page request) {
    return list(call, request, Kind.RESOURCE, RESOURCES, "resources");
  }

  Future<McpResult> templates(McpCall call, McpRequest.Page request) {
    return list(call, request, Kind.TEMPLATE, TEMPLATES, "resourceTemplates");
  }

  private Future<McpResult> list(McpCall call, McpRequest.Page request, Kind kind, Page.Listing<Entry> listing, String member) {
    Grants grants = call.principal().grants();
    Stream<Entry> granted = call.tenant().catalogue().all(kind).stream().filter(entry -> isGranted(entry, grants));
    return Future.succeededFuture(Page.of(request, listing, granted, maxPage).result(member));
  }

  /** A template is shown when the patterns grant its text, its variables taken as they are written. */
  private static boolean isGranted(Entry entry, Grants grants) {
    return switch (entry.key().kind()) {
      case TOOL -> grants.tool(entry.key().name(), entry.isReadOnly()).allowed();
      case PROMPT -> grants.prompt(entry.key().name()).allowed();
      case RESOURCE, TEMPLATE -> grants.resource(((ResourceInfo) entry.info()).uri()).allowed();
      case COMPLETION -> false;
    };
  }
}
