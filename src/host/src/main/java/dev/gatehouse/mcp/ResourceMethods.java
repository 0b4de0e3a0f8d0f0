package dev.gatehouse.mcp;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.DeclinedException;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.feature.ResourceCall;
import dev.gatehouse.feature.ResourceEntry;
import dev.gatehouse.feature.ResourceInfo;
import dev.gatehouse.record.ResourceUri;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;

/**
 * {@code resources/list}, {@code resources/templates/list} and {@code resources/read}. Permission is decided on the normalised URI,
 * before existence, as for tools; a template is listed when the patterns grant its text, its variables taken as they are written.
 */
final class ResourceMethods {

  private static final Page.Listing<ResourceInfo> RESOURCES = listing("resources");
  private static final Page.Listing<ResourceInfo> TEMPLATES = listing("templates");

  private final Dispatcher dispatcher;
  private final long maxPage;

  ResourceMethods(Dispatcher dispatcher, long maxPage) {
    this.dispatcher = dispatcher;
    this.maxPage = maxPage;
  }

  Future<McpResult> list(McpCall call) {
    Page<ResourceInfo> page = page(call, RESOURCES, call.tenant().catalogue().resources());
    return Future.succeededFuture(new McpResult.ResourceList(page.items(), page.next()));
  }

  Future<McpResult> templates(McpCall call) {
    Page<ResourceInfo> page = page(call, TEMPLATES, call.tenant().catalogue().templates());
    return Future.succeededFuture(new McpResult.TemplateList(page.items(), page.next()));
  }

  private static Page.Listing<ResourceInfo> listing(String name) {
    return new Page.Listing<>(name, info -> info.uri().text(), ResultJson::size);
  }

  private Page<ResourceInfo> page(McpCall call, Page.Listing<ResourceInfo> list, Collection<ResourceEntry> entries) {
    return Page.of(call, list, entries.stream()
        .map(ResourceEntry::info)
        .filter(info -> call.principal().grants().resource(info.uri()).allowed()), maxPage);
  }

  Future<McpResult> read(McpCall call) {
    ResourceUri uri = call.requiredUri("uri");
    ResourceEntry entry = readable(call, uri);
    Map<String, String> variables = entry.template() == null ? Map.of() : entry.template().match(uri);
    ResourceCall resource = new ResourceCall(entry.info().uri(), uri, variables, Dispatch.caller(call), Dispatch.deadline(entry),
        call.cancellation(), call.client());
    return dispatcher.call(entry, resource)
        .<McpResult>map(McpResult.ResourceAnswer::new)
        .recover(failure -> Future.failedFuture(refusal(uri, failure)));
  }

  /**
   * What serves a URI that the caller may read.
   *
   * @throws McpException not permitted, or {@link McpException#resourceNotFound}
   */
  static ResourceEntry readable(McpCall call, ResourceUri uri) {
    McpException refusal = refusal(call.principal(), uri);
    if (refusal != null) {
      throw refusal;
    }
    ResourceEntry entry = call.tenant().catalogue().resource(uri);
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
