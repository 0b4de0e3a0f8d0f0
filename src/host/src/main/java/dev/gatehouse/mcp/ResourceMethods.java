package dev.gatehouse.mcp;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.config.ResourceUri;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.DeclinedException;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Fee;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.ResourceInfo;
import io.vertx.core.Future;
import java.util.Map;

/**
 * {@code resources/list}, {@code resources/templates/list} and {@code resources/read}. Permission is decided on the normalised URI,
 * before existence, as for tools; a template is listed when the patterns grant its text, its variables taken as they are written.
 */
final class ResourceMethods {

  private static final Page.Listing<Entry> RESOURCES = listing("resources");
  private static final Page.Listing<Entry> TEMPLATES = listing("templates");

  private final Dispatcher dispatcher;
  private final long maxPage;

  ResourceMethods(Dispatcher dispatcher, long maxPage) {
    this.dispatcher = dispatcher;
    this.maxPage = maxPage;
  }

  Future<McpResult> list(McpCall call) {
    return Future.succeededFuture(page(call, RESOURCES, Kind.RESOURCE).result("resources"));
  }

  Future<McpResult> templates(McpCall call) {
    return Future.succeededFuture(page(call, TEMPLATES, Kind.TEMPLATE).result("resourceTemplates"));
  }

  private static Page.Listing<Entry> listing(String name) {
    return new Page.Listing<>(name, entry -> entry.key().name(), entry -> entry.info().json());
  }

  private Page page(McpCall call, Page.Listing<Entry> list, Kind kind) {
    return Page.of(call, list, call.tenant().catalogue().all(kind).stream()
        .filter(entry -> call.principal().grants().resource(((ResourceInfo) entry.info()).uri()).allowed()), maxPage);
  }

  Future<McpResult> read(McpCall call) {
    ResourceUri uri = call.requiredUri("uri");
    Entry entry = readable(call, uri);
    CallParams params = new CallParams.Reading(uri, ((ResourceInfo) entry.info()).variables(uri));
    return dispatcher.call(entry, () -> entry, Dispatch.of(call, entry, params), Fee.NONE)
        .map(result -> McpResult.of(result, Map.of()))
        .recover(failure -> Future.failedFuture(refusal(uri, failure)));
  }

  /**
   * What serves a URI that the caller may read.
   *
   * @throws McpException not permitted, or {@link McpException#resourceNotFound}
   */
  static Entry readable(McpCall call, ResourceUri uri) {
    McpException refusal = refusal(call.principal(), uri);
    if (refusal != null) {
      throw refusal;
    }
    Entry entry = call.tenant().catalogue().resource(uri);
    if (entry == null) {
      throw McpException.resourceNotFound("Resource not found: '" + uri + "'", uri);
    }
    return entry;
  }

  /** Why a running call may not go on, or null. */
  static McpException refusal(McpCall call, Principal now) {
    return refusal(now, call.requiredUri("uri"));
  }

  static McpException refusal(Principal principal, ResourceUri uri) {
    return principal.grants().resource(uri).allowed() ? null : McpErrors.forbidden("read resource", uri.text());
  }

  private static Throwable refusal(ResourceUri uri, Throwable failure) {
    return failure instanceof DeclinedException refused && refused.notFound()
        ? McpException.resourceNotFound(refused.getMessage(), uri)
        : Dispatch.refusal(failure);
  }
}
