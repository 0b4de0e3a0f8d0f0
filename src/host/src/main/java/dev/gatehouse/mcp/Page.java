package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonSize;
import dev.gatehouse.rpc.WrittenArray;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list: all of it, unless that is large, since several clients never ask for a second page. A cursor holds the
 * key of the last item before the page, not a number, so that what comes or goes in between makes no item appear twice or be
 * left out. It discloses nothing that its owner has not been told.
 *
 * @param items in order
 * @param next the next page's cursor, or null when this is the last
 */
record Page(ArrayNode items, @Nullable String next) {

  /**
   * A list that can be had page by page.
   *
   * @param name names the list in a cursor; a cursor of another list is refused
   * @param key an item's key
   * @param json an item on the wire
   * @param extra how many bytes more than its JSON an item is counted as
   */
  record Listing<T>(String name, Function<T, String> key, Function<T, JsonNode> json, int extra) {
  }

  /**
   * The page that a request asks for.
   *
   * @param items all items, in the order of their keys
   * @param most how long a page is, in bytes; a longer item has a page of its own
   * @throws McpException invalid params, when the cursor is not one of this list's
   */
  static <T> Page of(McpRequest.Page request, Listing<T> list, Stream<T> items, long most) {
    String after = after(request.cursor(), list.name());
    ArrayNode page = Json.array();
    String last = null;
    long left = most;
    Iterator<T> rest = items.filter(item -> after == null || list.key().apply(item).compareTo(after) > 0).iterator();
    while (rest.hasNext()) {
      T item = rest.next();
      JsonNode json = list.json().apply(item);
      left -= JsonSize.of(json) + list.extra();
      if (left < 0 && last != null) {
        return new Page(page, cursor(list.name(), last));
      }
      page.add(json);
      last = list.key().apply(item);
    }
    return new Page(page, null);
  }

  /** The same with items whose text is written once. */
  Page written() {
    return new Page(new WrittenArray(items), next);
  }

  /** As a result, with the items under this name. */
  McpResult result(String name) {
    ObjectNode json = Json.object();
    json.set(name, items);
    if (next != null) {
      json.put("nextCursor", next);
    }
    return McpResult.of(json);
  }

  private static String cursor(String list, String key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString((list + '\n' + key).getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String after(@Nullable String cursor, String list) {
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
