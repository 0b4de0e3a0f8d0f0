package dev.gatehouse.rpc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A cached JSON array: its text is written once, however many documents it is put into. Neither the array nor its items may be changed.
 * Thread-safe.
 */
@SuppressWarnings("unchecked") // ArrayNode overrides a generic method of JsonNode.
public final class WrittenArray extends ArrayNode {

  private static final long serialVersionUID = 1L;

  private transient volatile @Nullable SerializedString text;
  private final transient Map<Object, WrittenArray> forms = new ConcurrentHashMap<>();

  /** An array of the items of another, which is not written yet. */
  public WrittenArray(ArrayNode items) {
    super(JsonNodeFactory.instance, items.size());
    items.forEach(this::add);
  }

  /**
   * The same items in another form, made once.
   *
   * @param form which one: one of few
   * @param convert is given a deep copy of the items, and may change them
   */
  public WrittenArray form(Object form, UnaryOperator<JsonNode> convert) {
    return forms.computeIfAbsent(form, first -> {
      ArrayNode items = Json.array();
      deepCopy().forEach(item -> items.add(convert.apply(item)));
      return new WrittenArray(items);
    });
  }

  /** The length of its text in bytes, or -1 when it has not been written yet. */
  int written() {
    SerializedString known = text;
    return known == null ? -1 : known.asUnquotedUTF8().length;
  }

  @Override
  public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
    // The first call puts the separator, the second copies bytes.
    generator.writeRawValue("");
    generator.writeRaw(text());
  }

  private SerializedString text() {
    SerializedString known = text;
    if (known == null) {
      known = write();
      known.asUnquotedUTF8();
      text = known;
    }
    return known;
  }

  private SerializedString write() {
    ArrayNode plain = Json.array();
    forEach(plain::add);
    try {
      return new SerializedString(Json.mapper().writeValueAsString(plain));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree cannot fail to be written", e);
    }
  }
}
