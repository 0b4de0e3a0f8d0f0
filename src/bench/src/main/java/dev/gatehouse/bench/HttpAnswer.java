package dev.gatehouse.bench;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer of HTTP/1.1 as it came.
 *
 * @param status the status
 * @param headers by their names in small letters; repeated ones joined by commas
 * @param body what came of it
 * @param whole whether it came to its end; of an event stream that stays open, what came until then is enough
 */
@SuppressWarnings("ArrayRecordComponent")
public record HttpAnswer(int status, Map<String, String> headers, byte[] body, boolean whole) {

  /** A header's value, or null. */
  public String header(String name) {
    return headers.get(name);
  }

  /** Whether the body is an event stream. */
  public boolean isStream() {
    return headers.getOrDefault("content-type", "").startsWith("text/event-stream");
  }

  /** Whether the host closes the connection after it. */
  public boolean closes() {
    return "close".equalsIgnoreCase(headers.get("connection"));
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    String text = text();
    return status + " " + headers + " " + (text.length() > 600 ? text.substring(0, 600) + "…" : text);
  }
}
