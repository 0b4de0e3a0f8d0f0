package dev.gatehouse.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a client's requests go, and until when.
 *
 * @param url the endpoint
 * @param key the API key
 * @param untilNanos when all must be answered, by {@link System#nanoTime}
 */
record Route(String url, String key, long untilNanos) {

  /** Sends a request; a null body for none. */
  Exchange send(String verb, @Nullable JsonNode body, Map<String, String> headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
        .header("Authorization", "Bearer " + key)
        .header("Accept", body == null ? "text/event-stream" : "application/json, text/event-stream")
        .method(verb, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach((name, value) -> request.header(name, encoded(value)));
    return new Exchange(request.build());
  }

  /** Names may have letters that headers may not (specification 2026-07-28, transports, value encoding). */
  private static String encoded(String value) {
    boolean literal = value.equals(value.strip()) && value.chars().allMatch(c -> c >= ' ' && c <= '~') && !value.startsWith("=?");
    return literal ? value : "=?base64?" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + "?=";
  }
}
