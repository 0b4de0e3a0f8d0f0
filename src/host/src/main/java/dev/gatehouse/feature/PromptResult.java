package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonSize;
import dev.gatehouse.spi.PromptMessage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a prompt.
 *
 * @param description what it is, or null
 * @param messages in order
 */
public record PromptResult(@Nullable String description, List<PromptMessage> messages) implements Result {

  /** Copies the messages. */
  public PromptResult {
    messages = List.copyOf(messages);
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = Json.object();
    ContentJson.put(json, "description", description);
    json.set("messages", ContentJson.array(messages, PromptResult::json));
    return json;
  }

  private static ObjectNode json(PromptMessage message) {
    ObjectNode json = Json.object().put("role", message.role().name().toLowerCase(Locale.ROOT));
    json.set("content", ContentJson.json(message.content()));
    return json;
  }

  @Override
  public long size() {
    return JsonSize.of(description) + ContentJson.size(messages, message -> ContentJson.size(message.content()));
  }

  @Override
  public int parts() {
    return messages.size();
  }
}
