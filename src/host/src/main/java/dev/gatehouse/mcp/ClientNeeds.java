package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.InputRequest;
import dev.gatehouse.rpc.Json;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Which client capability a question needs: a client is asked only what it said it can answer. */
public final class ClientNeeds {

  private ClientNeeds() {
  }

  /**
   * What a client lacks for some questions.
   *
   * @return as {@code ClientCapabilities}, or null when it lacks nothing
   */
  public static @Nullable ObjectNode missing(Collection<InputRequest> questions, JsonNode capabilities) {
    ObjectNode missing = Json.object();
    for (InputRequest question : questions) {
      switch (question.method()) {
        case ELICITATION -> need("elicitation", mode(question, capabilities.path("elicitation")), capabilities, missing);
        case SAMPLING -> need("sampling", question.params().has("tools") ? "tools" : null, capabilities, missing);
        case ROOTS -> need("roots", null, capabilities, missing);
      }
    }
    return missing.isEmpty() ? null : missing;
  }

  /** An empty {@code elicitation} means forms only. */
  private static @Nullable String mode(InputRequest question, JsonNode has) {
    if ("url".equals(question.params().path("mode").textValue())) {
      return "url";
    }
    return has.has("url") && !has.has("form") ? "form" : null;
  }

  private static void need(String name, @Nullable String part, JsonNode capabilities, ObjectNode missing) {
    JsonNode has = capabilities.path(name);
    if (!Json.isObject(has) || part != null && !has.has(part)) {
      ObjectNode needed = missing.withObjectProperty(name);
      if (part != null) {
        needed.putObject(part);
      }
    }
  }
}
