package dev.gatehouse.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The status of a host that serves, but not all that it should: {@code DEGRADED} instead of {@code UP}, in the checks whose data has
 * faults of plugins, a configuration that was refused, or commands that Redis refuses, and in the whole. The HTTP status stays 200,
 * since one broken plugin must not take a host from its balancer.
 */
final class Degraded {

  private static final String WORD = "DEGRADED";
  private static final String UP = "UP";
  private static final List<String> FAULTS = List.of("faults", "refused", "problems");

  private Degraded() {
  }

  /** The same answer in the right word. */
  static JsonObject tell(JsonObject answer) {
    boolean degraded = false;
    for (Object one : answer.getJsonArray("checks", new JsonArray())) {
      JsonObject check = (JsonObject) one;
      JsonObject data = check.getJsonObject("data", new JsonObject());
      boolean faults = FAULTS.stream().anyMatch(field -> !data.getJsonArray(field, new JsonArray()).isEmpty());
      degraded |= faults;
      if (faults) {
        replace(check, "status");
      }
    }
    if (degraded) {
      replace(answer, "status");
      replace(answer, "outcome");
    }
    return answer;
  }

  private static void replace(JsonObject json, String field) {
    if (UP.equals(json.getString(field))) {
      json.put(field, WORD);
    }
  }
}
