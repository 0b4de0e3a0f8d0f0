package dev.gatehouse.mcp;

import dev.gatehouse.auth.Grants;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Kind;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Lists of features: of each kind those that the caller may use, by the same decision as a call. A list is written once for all callers
 * with the same rights.
 */
public final class FeatureLists implements Changes {

  /** The bound of the lists that are kept written, in bytes. */
  private static final long MOST_WRITTEN = 16 << 20;

  /** A resource counts as much as a template of the same text, so that the pages of both end at the same places. */
  private static final int AS_TEMPLATE = "uriTemplate".length() - "uri".length();

  private final long maxPage;
  private final ListCache written = new ListCache(MOST_WRITTEN);

  /**
   * Lists.
   *
   * @param maxPage how long a page is, in bytes
   */
  public FeatureLists(long maxPage) {
    this.maxPage = maxPage;
  }

  /** The list of a kind. A template is shown when the patterns grant its text, its variables taken as they are written. */
  BiFunction<McpCall, McpRequest.Page, Future<McpResult>> of(Kind kind) {
    String member = Objects.requireNonNull(kind.list());
    Page.Listing<Entry> listing = new Page.Listing<>(kind.plural(), entry -> entry.key().name(), entry -> entry.info().json(),
        kind == Kind.RESOURCE ? AS_TEMPLATE : 0);
    return (call, request) -> {
      Grants grants = call.principal().grants();
      Catalogue catalogue = call.tenant().catalogue();
      ListCache.Slot slot = new ListCache.Slot(call.tenant().name(), kind, request.cursor(), grants);
      return Future.succeededFuture(written.page(slot, catalogue, () -> {
        Stream<Entry> granted = catalogue.all(kind).stream().filter(entry -> Right.to(entry, grants).granted());
        return Page.of(request, listing, granted, maxPage);
      }).result(member));
    };
  }

  /** Lets go of lists that will not be asked for again; {@link ListCache} itself never uses one of another catalogue. */
  @Override
  public void listChanged(String tenant, Kind kind) {
    written.drop(tenant);
  }
}
