package dev.gatehouse.mcp;

import dev.gatehouse.auth.Grants;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.rpc.JsonSize;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An LRU cache of pages of lists, by tenant and by the rights of the caller: all callers with the same rights are sent the same text. A
 * page is of one catalogue, and is made again for the next. Bounded in bytes. Thread-safe.
 */
final class ListCache {

  /** The estimated size of an entry without its page, in bytes. */
  private static final long EMPTY = 1_024;

  private final long most;
  private final Map<Slot, Kept> pages = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  /**
   * An empty cache.
   *
   * @param most its bound in bytes
   */
  ListCache(long most) {
    this.most = most;
  }

  /**
   * Which page.
   *
   * @param tenant of which tenant
   * @param kind of which list
   * @param cursor null for the first
   * @param grants who may see what
   */
  record Slot(String tenant, Kind kind, @Nullable String cursor, Grants grants) {
  }

  /** A page; null for one whose cursor was handed out, and which nobody has asked for yet. */
  private record Kept(Catalogue catalogue, @Nullable Page page, long bytes) {
  }

  /** The page of a catalogue, from the cache or as it is made now. */
  Page page(Slot slot, Catalogue catalogue, Supplier<Page> make) {
    Page known = find(slot, catalogue);
    if (known != null) {
      return known;
    }
    Page page = make.get().written();
    keep(slot, catalogue, page);
    return page;
  }

  private synchronized @Nullable Page find(Slot slot, Catalogue catalogue) {
    Kept kept = pages.get(slot);
    return kept == null || kept.catalogue() != catalogue ? null : kept.page();
  }

  private synchronized void keep(Slot slot, Catalogue catalogue, Page page) {
    // A cursor is the caller's word: only those that were handed out count, or any number of them would push out everything else.
    if (slot.cursor() != null && !pages.containsKey(slot)) {
      return;
    }
    put(slot, new Kept(catalogue, page, EMPTY + 2 * JsonSize.of(page.items())));
    if (page.next() != null) {
      put(new Slot(slot.tenant(), slot.kind(), page.next(), slot.grants()), new Kept(catalogue, null, EMPTY));
    }
    for (Iterator<Kept> eldest = pages.values().iterator(); bytes > most && eldest.hasNext();) {
      bytes -= eldest.next().bytes();
      eldest.remove();
    }
  }

  private void put(Slot slot, Kept kept) {
    Kept before = pages.put(slot, kept);
    bytes += kept.bytes() - (before == null ? 0 : before.bytes());
  }

  /** Drops the pages of a tenant. */
  synchronized void drop(String tenant) {
    pages.entrySet().removeIf(one -> {
      boolean its = one.getKey().tenant().equals(tenant);
      bytes -= its ? one.getValue().bytes() : 0;
      return its;
    });
  }

  /** How many pages it holds. */
  synchronized int size() {
    return pages.size();
  }
}
