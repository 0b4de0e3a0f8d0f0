package dev.gatehouse.mcp.modern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcRequest;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries what earlier rounds of a request brought in {@code requestState} (specification 2026-07-28, multi-round requests): the
 * client's answers and what the tool remembered, sealed for this very request of this key, and for a while only.
 */
public final class Rounds {

  private static final Duration VALID = Duration.ofMinutes(30);
  private static final ObjectWriter SORTED = Json.mapper().writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);
  private static final String STATE = "requestState";
  private static final String RESPONSES = "inputResponses";

  private final StateSeal seal;
  private final Clock clock;

  public Rounds(StateSeal seal, Clock clock) {
    this.seal = seal;
    this.clock = clock;
  }

  /**
   * What is known when a round begins.
   *
   * @param answers by key, those of this round over those of earlier ones
   * @param remembered what the tool asked to keep, or null
   */
  public record Known(ObjectNode answers, @Nullable String remembered) {
  }

  /**
   * Reads a request's state and responses.
   *
   * @throws McpException invalid params, when the state was changed, is another request's, or has run out
   */
  Known open(Principal principal, RpcRequest request) {
    ObjectNode answers = Json.object();
    @Nullable
    String remembered = null;
    JsonNode state = request.params().get(STATE);
    if (state != null && !state.isNull()) {
      JsonNode kept = unseal(state, context(principal, request));
      answers.setAll((ObjectNode) kept.get("answers"));
      remembered = kept.path("remembered").textValue();
    }
    if (request.params().has(RESPONSES)) {
      answers.setAll(responses(request));
    }
    return new Known(answers, remembered);
  }

  private static ObjectNode responses(RpcRequest request) {
    ObjectNode responses = Json.objectOrNull(request.params().get(RESPONSES));
    if (responses == null) {
      throw McpException.invalidParams("'params." + RESPONSES + "' must be an object");
    }
    return responses;
  }

  private JsonNode unseal(JsonNode state, String context) {
    String text = state.isTextual() ? seal.open(state.textValue(), context) : null;
    JsonNode kept = text == null ? null : parse(text);
    if (kept == null) {
      throw McpException.invalidParams("'params." + STATE + "' is not what this host gave out for this request");
    }
    if (clock.millis() > kept.path("until").longValue()) {
      throw McpException.invalidParams("'params." + STATE + "' has expired; start the request again");
    }
    return kept;
  }

  /** Seals what the next round must know. */
  String close(Principal principal, RpcRequest request, ObjectNode answers, @Nullable String remembered) {
    ObjectNode kept = Json.object().put("until", clock.millis() + VALID.toMillis());
    kept.set("answers", answers);
    kept.put("remembered", remembered);
    return seal.seal(kept.toString(), context(principal, request));
  }

  /** Who asks for what: the same request again, but for what a retry changes. */
  private static String context(Principal principal, RpcRequest request) {
    ObjectNode params = Json.object();
    for (Map.Entry<String, JsonNode> field : request.params().properties()) {
      if (!field.getKey().equals(STATE) && !field.getKey().equals(RESPONSES) && !field.getKey().equals(ModernWire.META)) {
        params.set(field.getKey(), field.getValue());
      }
    }
    return principal.tenant() + '\n' + principal.account() + '\n' + request.method() + '\n' + sorted(params);
  }

  /** A client may write the members of the same object in another order. */
  private static String sorted(ObjectNode params) {
    try {
      return SORTED.writeValueAsString(params);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree cannot fail to be written", e);
    }
  }

  private static @Nullable JsonNode parse(String text) {
    try {
      return Json.read(Buffer.buffer(text));
    } catch (IOException e) {
      return null;
    }
  }
}
