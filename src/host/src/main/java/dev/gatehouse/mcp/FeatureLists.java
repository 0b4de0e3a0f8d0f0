package dev.gatehouse.mcp;

import dev.gatehouse.auth.Grants;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Kind;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Lists of features: of each kind those that the caller may use, by the same decision as a call. */
final class FeatureLists {

  /** A resource counts as much as a template of the same text, so that the pages of both end at the same places. */
  private static final int AS_TEMPLATE = "uriTemplate".length() - "uri".length();

  private final long maxPage;

  /**
   * Lists.
   *
   * @param maxPage how long a page is, in bytes
   */
  FeatureLists(long maxPage) {
    this.maxPage = maxPage;
  }

  /** The list of a kind. A template is shown when the patterns grant its text, its variables taken as they are written. */
  BiFunction<McpCall, McpRequest.Page, Future<McpResult>> of(Kind kind) {
    String member = Objects.requireNonNull(kind.list());
    Page.Listing<Entry> listing = new Page.Listing<>(kind.plural(), entry -> entry.key().name(), entry -> entry.info().json(),
        kind == Kind.RESOURCE ? AS_TEMPLATE : 0);
    return (call, request) -> {
      Grants grants = call.principal().grants();
      Stream<Entry> granted = call.tenant().catalogue().all(kind).stream().filter(entry -> Right.to(entry, grants).granted());
      return Future.succeededFuture(Page.of(request, listing, granted, maxPage).result(member));
    };
  }
}
