package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What goes back for one POST.
 *
 * @param status the HTTP status
 * @param headers more headers
 * @param body JSON, or null for none
 */
public record Answer(int status, Map<String, String> headers, JsonNode body) {

  /** Taken, nothing to say: what a notification gets. */
  public static final Answer ACCEPTED = new Answer(202, Map.of(), null);

  /** Sent already, as the last message of a stream. */
  public static final Answer STREAMED = new Answer(200, Map.of(), null);

  /** Done. */
  public static Answer ok(JsonNode body) {
    return new Answer(200, Map.of(), body);
  }
}
