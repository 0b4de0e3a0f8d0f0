package dev.gatehouse.cluster.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.CompletionResult;
import dev.gatehouse.feature.Info;
import dev.gatehouse.feature.InputRequest;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.PromptInfo;
import dev.gatehouse.feature.PromptResult;
import dev.gatehouse.feature.ResourceInfo;
import dev.gatehouse.feature.ResourceResult;
import dev.gatehouse.feature.Result;
import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.feature.UnlistedInfo;
import dev.gatehouse.feature.UriTemplate;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.AudioContent;
import dev.gatehouse.spi.BlobResourceContents;
import dev.gatehouse.spi.Content;
import dev.gatehouse.spi.EmbeddedResource;
import dev.gatehouse.spi.ImageContent;
import dev.gatehouse.spi.PromptMessage;
import dev.gatehouse.spi.ResourceContents;
import dev.gatehouse.spi.ResourceLink;
import dev.gatehouse.spi.Role;
import dev.gatehouse.spi.TextContent;
import dev.gatehouse.spi.TextResourceContents;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Random results, descriptions and questions, the same ones for the same seed. */
final class Generated {

  private static final String[] TEXTS = {"", "plain", "quote \" and \\ and /", "line\nand\ttab\r", "\u0000\u001f\u007f", "äöü ß €",
      "\uD83D\uDE00 face", "\u2028\u2029", "<script>", "[]", "{\"type\":\"text\"}", "null"};

  private final Random random;

  Generated(long seed) {
    random = new Random(seed);
  }

  String text() {
    return random.nextInt(8) == 0 ? TEXTS[1].repeat(random.nextInt(3000)) : TEXTS[random.nextInt(TEXTS.length)] + random.nextInt(100);
  }

  String textOrNull() {
    return random.nextBoolean() ? text() : null;
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(100)];
    random.nextBytes(bytes);
    return bytes;
  }

  <T> List<T> list(Supplier<T> element) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(element.get());
    }
    return list;
  }

  /** What a plugin's JSON may hold, as the host's reader gives it. */
  JsonNode json(int levels) {
    JsonNodeFactory nodes = Json.mapper().getNodeFactory();
    return switch (random.nextInt(levels == 0 ? 8 : 10)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(random.nextInt());
      case 3 -> nodes.numberNode((long) Integer.MAX_VALUE + 1 + random.nextInt(1000));
      case 4 -> nodes.numberNode(BigInteger.ONE.shiftLeft(70 + random.nextInt(500)).negate());
      case 5 -> nodes.numberNode(new BigDecimal(random.nextInt() + "e" + (random.nextInt(1800) - 900)).stripTrailingZeros());
      case 6, 7 -> nodes.textNode(text());
      case 8 -> {
        ArrayNode array = nodes.arrayNode();
        list(() -> json(levels - 1)).forEach(array::add);
        yield array;
      }
      default -> object(levels - 1);
    };
  }

  ObjectNode object(int levels) {
    ObjectNode object = Json.object();
    list(() -> json(levels)).forEach(value -> object.set(text(), value));
    return object;
  }

  ObjectNode objectOrNull() {
    return random.nextBoolean() ? object(3) : null;
  }

  Result result(Kind kind) {
    return switch (kind) {
      case TOOL -> new ToolResult(list(this::content), random.nextBoolean() ? json(5) : null, random.nextBoolean());
      case PROMPT -> new PromptResult(textOrNull(), list(() -> new PromptMessage(random.nextBoolean() ? Role.USER : Role.ASSISTANT,
          content())));
      case RESOURCE, TEMPLATE -> new ResourceResult(list(this::contents));
      case COMPLETION -> new CompletionResult(list(this::text), random.nextBoolean() ? random.nextInt(1000) : null, random.nextBoolean());
    };
  }

  private Content content() {
    return switch (random.nextInt(5)) {
      case 0 -> new TextContent(text());
      case 1 -> ImageContent.of(bytes(), text());
      case 2 -> AudioContent.of(bytes(), text());
      case 3 -> new ResourceLink(text(), text(), textOrNull(), textOrNull(), textOrNull());
      default -> new EmbeddedResource(contents());
    };
  }

  private ResourceContents contents() {
    return random.nextBoolean()
        ? new TextResourceContents(text(), text(), textOrNull())
        : new BlobResourceContents(text(), ImageContent.of(bytes(), "x").data(), textOrNull());
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  Info info() {
    String name = "n" + random.nextInt(1000);
    return switch (any(List.of(Kind.values()))) {
      case TOOL -> new ToolInfo(name, textOrNull(), text(), schema(), objectOrNull(), objectOrNull(), objectOrNull());
      case PROMPT -> new PromptInfo(name, textOrNull(), text(),
          list(() -> new PromptInfo.Argument(text(), textOrNull(), text(), random.nextBoolean())), objectOrNull());
      case RESOURCE -> new ResourceInfo(ResourceUri.of("test://" + name), null, text(), textOrNull(), textOrNull(), textOrNull(),
          random.nextBoolean() ? random.nextLong() : null, objectOrNull(), objectOrNull());
      case TEMPLATE -> {
        String template = "test://" + name + "/{id}/x/{+rest}";
        yield new ResourceInfo(ResourceUri.template(template), UriTemplate.of(template), text(), textOrNull(), textOrNull(), textOrNull(),
            null, objectOrNull(), objectOrNull());
      }
      case COMPLETION -> new UnlistedInfo(Key.completion(text(), text()));
    };
  }

  private ObjectNode schema() {
    ObjectNode schema = Json.object().put("type", "object");
    schema.putObject("properties").putObject("region").put("type", "string").put("x-mcp-header", "Region");
    return (ObjectNode) schema.set("default", object(3));
  }

  Map<String, InputRequest> questions() {
    Map<String, InputRequest> questions = new LinkedHashMap<>();
    list(this::text).forEach(key -> questions.put(key,
        new InputRequest(any(List.of(InputRequest.Method.values())), object(3))));
    return questions;
  }
}
