package dev.gatehouse.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Degraded health: {@code DEGRADED} instead of {@code UP}, in the checks that report plugin faults, a refused configuration or commands
 * that Redis refuses, and in the overall status. The HTTP status stays 200, since one broken plugin must not make a load balancer remove a
 * host.
 */
final class Degraded {

  private static final String WORD = "DEGRADED";
  private static final String UP = "UP";
  private static final List<String> FAULTS = List.of("faults", "refused", "problems");

  private Degraded() {
  }

  /** Sets the status of an answer to {@code DEGRADED} where it applies. */
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
