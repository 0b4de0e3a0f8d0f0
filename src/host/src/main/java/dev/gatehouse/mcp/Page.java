package dev.gatehouse.mcp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * One page of a list: all of it, unless that is large, since several clients never ask for a second page. A cursor holds the
 * key of the last item before the page, not a number, so that what comes or goes in between makes no item appear twice or be
 * left out. It discloses nothing that its owner has not been told.
 *
 * @param items in order
 * @param next the next page's cursor, or null when this is the last
 */
record Page<T>(List<T> items, String next) {

  /**
   * A list that can be had page by page.
   *
   * @param name names the list in a cursor; a cursor of another list is refused
   * @param key an item's key
   * @param size about how long an item is on the wire, in bytes
   */
  record Listing<T>(String name, Function<T, String> key, ToLongFunction<T> size) {
  }

  /**
   * The page that a request asks for.
   *
   * @param items all items, in the order of their keys
   * @param most how long a page is, in bytes; a longer item has a page of its own
   * @throws McpException invalid params, when the cursor is not one of this list's
   */
  static <T> Page<T> of(McpRequest.Page request, Listing<T> list, Stream<T> items, long most) {
    String after = after(request.cursor(), list.name());
    List<T> page = new ArrayList<>();
    long left = most;
    Iterator<T> rest = items.filter(item -> after == null || list.key().apply(item).compareTo(after) > 0).iterator();
    while (rest.hasNext()) {
      T item = rest.next();
      left -= list.size().applyAsLong(item);
      if (left < 0 && !page.isEmpty()) {
        return new Page<>(page, cursor(list.name(), list.key().apply(page.get(page.size() - 1))));
      }
      page.add(item);
    }
    return new Page<>(page, null);
  }

  private static String cursor(String list, String key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString((list + '\n' + key).getBytes(StandardCharsets.UTF_8));
  }

  private static String after(String cursor, String list) {
    if (cursor == null) {
      return null;
    }
    String prefix = list + '\n';
    String text = decode(cursor);
    if (!text.startsWith(prefix)) {
      throw McpException.invalidParams("'params.cursor' is not one that this list gave out");
    }
    return text.substring(prefix.length());
  }

  private static String decode(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
