package dev.gatehouse.plugin.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import dev.gatehouse.feature.DeclinedException;
import dev.gatehouse.plugin.type.MismatchException;
import dev.gatehouse.plugin.type.Validation;
import dev.gatehouse.plugin.type.ValidationMessages;
import dev.gatehouse.spi.AudioContent;
import dev.gatehouse.spi.ClientAnswers;
import dev.gatehouse.spi.ClientQuestion;
import dev.gatehouse.spi.Content;
import dev.gatehouse.spi.ElicitationResponse;
import dev.gatehouse.spi.ElicitationResponse.Action;
import dev.gatehouse.spi.ImageContent;
import dev.gatehouse.spi.Role;
import dev.gatehouse.spi.Root;
import dev.gatehouse.spi.SamplingResponse;
import dev.gatehouse.spi.TextContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Validates the client's answers: the client is not trusted, so a form's content must match the schema that was requested.
 *
 * @param asked the questions
 * @param answers as they came
 * @param questions knows the form's schema
 */
record ChannelAnswers(Map<String, ? extends ClientQuestion> asked, Map<String, JsonNode> answers, Questions questions)
    implements ClientAnswers {

  @Override
  public ElicitationResponse elicitation(String key) {
    JsonNode answer = answer(key, ClientQuestion.Form.class, ClientQuestion.Visit.class);
    Action action = switch (answer.path("action").asText()) {
      case "accept" -> Action.ACCEPT;
      case "decline" -> Action.DECLINE;
      case "cancel" -> Action.CANCEL;
      default -> throw malformed(key, "its action must be accept, decline or cancel");
    };
    return action == Action.ACCEPT && asked.get(key) instanceof ClientQuestion.Form form
        ? new ElicitationResponse(action, content(key, form, answer.path("content")))
        : new ElicitationResponse(action, Map.of());
  }

  private Map<String, Object> content(String key, ClientQuestion.Form form, JsonNode content) {
    if (!content.isObject()) {
      throw malformed(key, "its content must be an object");
    }
    Validation schema = new Validation(questions.schema(form.schema()));
    try {
      return content(key, schema, content);
    } catch (DeclinedException e) {
      throw e;
    } catch (MismatchException e) {
      throw malformed(key, "its content is not as asked for: it " + e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      // Whatever a check throws, the answer made it do so, not the tool.
      throw malformed(key, "its content cannot be checked");
    }
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> content(String key, Validation schema, JsonNode content) {
    List<Error> errors = schema.errors(content, 1);
    if (!errors.isEmpty()) {
      throw malformed(key,
          "its content is not as asked for: " + errors.get(0).getInstanceLocation() + " " + ValidationMessages.of(errors.get(0)));
    }
    return (Map<String, Object>) Objects.requireNonNull(questions.any().read(content));
  }

  @Override
  public SamplingResponse sampling(String key) {
    JsonNode answer = answer(key, ClientQuestion.Sample.class);
    Role role = switch (answer.path("role").asText()) {
      case "user" -> Role.USER;
      case "assistant" -> Role.ASSISTANT;
      default -> throw malformed(key, "its role must be user or assistant");
    };
    if (!answer.path("content").isContainerNode()) {
      throw malformed(key, "it has no content");
    }
    return new SamplingResponse(role, blocks(answer.path("content")), answer.path("model").asText(""),
        answer.path("stopReason").textValue());
  }

  private static List<Content> blocks(JsonNode content) {
    List<Content> blocks = new ArrayList<>();
    for (JsonNode block : content.isArray() ? content : List.of(content)) {
      String data = block.path("data").asText("");
      String mimeType = block.path("mimeType").asText("");
      switch (block.path("type").asText()) {
        case "text" -> blocks.add(new TextContent(block.path("text").asText("")));
        case "image" -> blocks.add(new ImageContent(data, mimeType));
        case "audio" -> blocks.add(new AudioContent(data, mimeType));
        default -> {
          // A kind that came later; the answer's other blocks stay readable.
        }
      }
    }
    return blocks;
  }

  @Override
  public List<Root> roots(String key) {
    JsonNode roots = answer(key, ClientQuestion.ListRoots.class).path("roots");
    if (!roots.isArray()) {
      throw malformed(key, "its roots must be an array");
    }
    List<Root> list = new ArrayList<>();
    roots.forEach(root -> {
      if (!root.path("uri").isTextual()) {
        throw malformed(key, "each root must have a uri");
      }
      list.add(new Root(root.path("uri").textValue(), root.path("name").textValue()));
    });
    return List.copyOf(list);
  }

  private JsonNode answer(String key, Class<?>... kinds) {
    ClientQuestion question = asked.get(key);
    for (Class<?> kind : kinds) {
      if (kind.isInstance(question)) {
        JsonNode answer = answers.get(key);
        if (answer == null || !answer.isObject()) {
          throw malformed(key, "it must be an object");
        }
        return answer;
      }
    }
    throw new IllegalArgumentException("no such question was asked as '" + key + "'");
  }

  private static DeclinedException malformed(String key, String why) {
    return new DeclinedException("The client's answer to '" + key + "' is not valid: " + why, false);
  }
}
