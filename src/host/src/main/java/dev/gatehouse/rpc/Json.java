package dev.gatehouse.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The host's JSON mapper. Strict where two readers could disagree: one value a document, no name twice in an object (RFC 8259
 * section 4 leaves both open), bounded depth, and numbers within {@link JsonNumbers}. Whatever is read as JSON is read here,
 * and whatever leaves the host as JSON is written here.
 */
public final class Json {

  /** Deeper documents are refused; a tool's arguments never need it, and recursion over them stays safe. */
  public static final int MAX_DEPTH = 100;

  private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
      .streamReadConstraints(JsonNumbers.constrain(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)).build())
      .addDecorator(JsonText.DECORATOR)
      .build())
      .nodeFactory(new JsonNumbers.Factory())
      .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .build();

  private Json() {
  }

  /** The mapper itself, for packages that write their own types. What is read goes through {@link #read}. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** A new empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A new empty array. */
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /**
   * Reads one JSON document.
   *
   * @throws IOException when it is not exactly one well-formed document within the limits
   */
  public static JsonNode read(Buffer bytes) throws IOException {
    return read(bytes.getBytes());
  }

  /** The same from an array. */
  public static JsonNode read(byte[] json) throws IOException {
    JsonNode plain = PlainJson.read(MAPPER.getNodeFactory(), json);
    if (plain != null) {
      return plain;
    }
    JsonNode node = read(MAPPER.createParser(json));
    if (node.isMissingNode()) {
      throw new IOException("the body is empty");
    }
    return node;
  }

  /**
   * Reads one JSON document from text.
   *
   * @throws JsonProcessingException when it is not exactly one well-formed document within the limits
   */
  public static JsonNode read(String text) throws JsonProcessingException {
    try {
      return read(MAPPER.createParser(text));
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("a text cannot fail to be read", e);
    }
  }

  /**
   * Reads the only document of a parser by the parser's own mapper, and closes it.
   *
   * @return the document; a missing node when there is none
   * @throws NumberRangeException when a number in it is out of range
   * @throws IOException when it is not exactly one well-formed document within the limits
   */
  public static JsonNode read(JsonParser parser) throws IOException {
    try (parser) {
      JsonNode node = parser.readValueAsTree();
      return node == null ? MissingNode.getInstance() : node;
    } catch (StreamConstraintsException e) {
      throw e.getOriginalMessage().startsWith("Number") ? new NumberRangeException(parser.currentTokenLocation()) : e;
    } catch (JsonNumbers.OutOfRangeException | ArithmeticException | NumberFormatException e) {
      // The latter two: an exponent beyond what an int holds, which the parser does not take for its own failure.
      throw new NumberRangeException(parser.currentTokenLocation());
    }
  }

  /**
   * Normalises what a client sent where an object belongs. Nothing, null and an empty array are an empty object: some languages know no
   * other empty object (PHP) or write null for what they leave out.
   *
   * @return the object, which must not be changed; null for anything else
   */
  public static @Nullable ObjectNode objectOrNull(@Nullable JsonNode sent) {
    if (sent instanceof ObjectNode object) {
      return object;
    }
    return sent == null || sent.isMissingNode() || sent.isNull() || isObject(sent) ? object() : null;
  }

  /** Whether a client sent an object, or the empty array that stands for an empty one. */
  public static boolean isObject(JsonNode sent) {
    return sent.isObject() || sent.isArray() && sent.isEmpty();
  }

  /** Writes one JSON document on one line. */
  public static Buffer write(JsonNode node) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree cannot fail to be written", e);
    }
  }
}
