package dev.gatehouse.mcp;

import dev.gatehouse.auth.Decision;
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

  Future<McpResult> list(McpCall call, McpRequest.Page request) {
    Page<ResourceInfo> page = page(call, request, RESOURCES, call.tenant().catalogue().resources());
    return Future.succeededFuture(new McpResult.ResourceList(page.items(), page.next()));
  }

  Future<McpResult> templates(McpCall call, McpRequest.Page request) {
    Page<ResourceInfo> page = page(call, request, TEMPLATES, call.tenant().catalogue().templates());
    return Future.succeededFuture(new McpResult.TemplateList(page.items(), page.next()));
  }

  private static Page.Listing<ResourceInfo> listing(String name) {
    return new Page.Listing<>(name, info -> info.uri().text(), ResultJson::size);
  }

  private Page<ResourceInfo> page(McpCall call, McpRequest.Page request, Page.Listing<ResourceInfo> list,
      Collection<ResourceEntry> entries) {
    return Page.of(request, list, entries.stream()
        .map(ResourceEntry::info)
        .filter(info -> call.principal().grants().resource(info.uri()).allowed()), maxPage);
  }

  Future<McpResult> read(McpCall call, McpRequest.Read request) {
    ResourceUri uri = request.uri().get();
    ResourceEntry entry = readable(request.decision(), uri, request.entry());
    Map<String, String> variables = entry.template() == null ? Map.of() : entry.template().match(uri);
    ResourceCall resource = new ResourceCall(entry.info().uri(), uri, variables, Dispatch.caller(call), Dispatch.deadline(entry),
        call.cancellation(), call.client());
    return dispatcher.call(entry, resource)
        .<McpResult>map(McpResult.ResourceAnswer::new)
        .recover(failure -> Future.failedFuture(refusal(uri, failure)));
  }

  /**
   * What serves a URI, if the caller may read it.
   *
   * @throws McpException not permitted, or {@link McpException#resourceNotFound}
   */
  private static ResourceEntry readable(Decision decision, ResourceUri uri, ResourceEntry entry) {
    McpException refusal = McpRequest.Read.refusal(decision, uri);
    if (refusal != null) {
      throw refusal;
    }
    if (entry == null) {
      throw McpException.resourceNotFound("Resource not found: '" + uri + "'", uri);
    }
    return entry;
  }

  private static Throwable refusal(ResourceUri uri, Throwable failure) {
    return failure instanceof DeclinedException refused && refused.notFound()
        ? McpException.resourceNotFound(refused.getMessage(), uri)
        : Dispatch.refusal(failure);
  }
}
