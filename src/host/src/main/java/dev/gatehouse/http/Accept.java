package dev.gatehouse.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Content negotiation: the media types that a client accepts, by its Accept header (RFC 9110 section 12.5.1).
 *
 * @param json whether it takes {@code application/json}
 * @param stream whether it takes {@code text/event-stream}
 * @param namesStream whether it does so by name, and not only by a wildcard or by saying nothing
 */
record Accept(boolean json, boolean stream, boolean namesStream) {

  /** The usual header of MCP clients. */
  private static final String USUAL = "application/json, text/event-stream";
  private static final Accept BOTH = new Accept(true, true, true);
  private static final Accept ANYTHING = new Accept(true, true, false);
  private static final Pattern NOT = Pattern.compile(";\\s*q\\s*=\\s*0(\\.0*)?\\s*(;|$)", Pattern.CASE_INSENSITIVE);

  /** Parses the headers; without the header, or with an empty one, every type is accepted. */
  static Accept of(MultiMap headers) {
    List<String> values = headers.getAll(HttpHeaders.ACCEPT);
    if (values.isEmpty()) {
      return ANYTHING;
    }
    String text = values.size() == 1 ? values.get(0) : String.join(",", values);
    return text.equals(USUAL) ? BOTH : parse(text);
  }

  private static Accept parse(String text) {
    Map<String, Boolean> ranges = new HashMap<>();
    for (String range : text.split(",")) {
      String type = range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
      if (!type.isEmpty()) {
        ranges.merge(type, !NOT.matcher(range).find(), Boolean::logicalOr);
      }
    }
    return ranges.isEmpty() ? ANYTHING : new Accept(takes(ranges, "application/json", "application/*"),
        takes(ranges, "text/event-stream", "text/*"), ranges.getOrDefault("text/event-stream", false));
  }

  /** The most specific range decides. */
  private static boolean takes(Map<String, Boolean> ranges, String type, String wildcard) {
    return ranges.getOrDefault(type, ranges.getOrDefault(wildcard, ranges.getOrDefault("*/*", false)));
  }
}
