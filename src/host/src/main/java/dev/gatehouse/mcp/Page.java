package dev.gatehouse.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One page of a list. A cursor holds the key of the last item before the page, not a number, so that what comes or goes in between
 * makes no item appear twice or be left out. It discloses nothing that its owner has not been told.
 *
 * @param items in order
 * @param next the next page's cursor, or null when this is the last
 */
record Page<T>(List<T> items, String next) {

  /** How many items are on a page. */
  static final int SIZE = 100;

  /**
   * The page that a call asks for.
   *
   * @param list names the list; a cursor of another is refused
   * @param items all items, in the order of their keys
   * @param key an item's key
   * @throws McpException invalid params, when the cursor is not one of this list's
   */
  static <T> Page<T> of(McpCall call, String list, Stream<T> items, Function<T, String> key) {
    String after = after(call, list);
    List<T> found = items.filter(item -> after == null || key.apply(item).compareTo(after) > 0).limit(SIZE + 1L).toList();
    if (found.size() <= SIZE) {
      return new Page<>(found, null);
    }
    List<T> page = found.subList(0, SIZE);
    return new Page<>(page, cursor(list, key.apply(page.get(SIZE - 1))));
  }

  private static String cursor(String list, String key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString((list + '\n' + key).getBytes(StandardCharsets.UTF_8));
  }

  private static String after(McpCall call, String list) {
    if (!call.params().hasNonNull("cursor")) {
      return null;
    }
    String prefix = list + '\n';
    String text = decode(call.requiredText("cursor"));
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
