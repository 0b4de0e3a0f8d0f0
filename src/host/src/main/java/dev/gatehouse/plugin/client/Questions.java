package dev.gatehouse.plugin.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.InputRequest;
import dev.gatehouse.plugin.type.JsonType;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.AudioContent;
import dev.gatehouse.spi.ClientQuestion;
import dev.gatehouse.spi.Content;
import dev.gatehouse.spi.ElicitationSchema;
import dev.gatehouse.spi.ImageContent;
import dev.gatehouse.spi.SamplingRequest;
import dev.gatehouse.spi.TextContent;
import java.util.Locale;

/**
 * Questions in protocol form, and the client capabilities that they need.
 *
 * @param any writes any value
 */
record Questions(JsonType any) {

  InputRequest request(ClientQuestion question) {
    if (question instanceof ClientQuestion.Form form) {
      ObjectNode params = Json.object().put("message", form.message());
      params.set("requestedSchema", schema(form.schema()));
      return new InputRequest(InputRequest.Method.ELICITATION, params);
    }
    if (question instanceof ClientQuestion.Visit visit) {
      return new InputRequest(InputRequest.Method.ELICITATION,
          Json.object().put("mode", "url").put("message", visit.message()).put("url", visit.url().toString()));
    }
    return question instanceof ClientQuestion.Sample sample
        ? new InputRequest(InputRequest.Method.SAMPLING, params(sample.request()))
        : new InputRequest(InputRequest.Method.ROOTS, Json.object());
  }

  ObjectNode schema(ElicitationSchema form) {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = Json.array();
    form.fields().forEach(field -> {
      properties.set(field.name(), any.write(field.schema()));
      if (field.required()) {
        required.add(field.name());
      }
    });
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema;
  }

  private static ObjectNode params(SamplingRequest request) {
    ObjectNode params = Json.object();
    ArrayNode messages = params.putArray("messages");
    request.messages().forEach(message -> messages.addObject()
        .put("role", message.role().name().toLowerCase(Locale.ROOT))
        .set("content", block(message.content())));
    if (request.systemPrompt() != null) {
      params.put("systemPrompt", request.systemPrompt());
    }
    if (request.temperature() != null) {
      params.put("temperature", request.temperature());
    }
    params.put("maxTokens", request.maxTokens());
    if (!request.stopSequences().isEmpty()) {
      ArrayNode stops = params.putArray("stopSequences");
      request.stopSequences().forEach(stops::add);
    }
    return params;
  }

  private static ObjectNode block(Content content) {
    if (content instanceof TextContent text) {
      return Json.object().put("type", "text").put("text", text.text());
    }
    if (content instanceof ImageContent image) {
      return Json.object().put("type", "image").put("data", image.data()).put("mimeType", image.mimeType());
    }
    AudioContent audio = (AudioContent) content;
    return Json.object().put("type", "audio").put("data", audio.data()).put("mimeType", audio.mimeType());
  }

  /** Adds the capabilities (MCP {@code ClientCapabilities}) that the client lacks to answer the question. */
  static void lacking(JsonNode capabilities, ClientQuestion question, ObjectNode required) {
    if (question instanceof ClientQuestion.Form) {
      JsonNode elicitation = capabilities.path("elicitation");
      // An empty object is that of the revisions that knew forms only.
      if (!elicitation.isObject() || elicitation.has("url") && !elicitation.has("form")) {
        required.withObjectProperty("elicitation").putObject("form");
      }
    } else if (question instanceof ClientQuestion.Visit) {
      if (!capabilities.path("elicitation").has("url")) {
        required.withObjectProperty("elicitation").putObject("url");
      }
    } else {
      String name = question instanceof ClientQuestion.Sample ? "sampling" : "roots";
      if (!capabilities.path(name).isObject()) {
        required.putObject(name);
      }
    }
  }
}
