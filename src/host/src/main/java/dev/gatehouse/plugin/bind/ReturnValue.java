package dev.gatehouse.plugin.bind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.plugin.type.JsonType;
import dev.gatehouse.plugin.type.JsonTypes;
import dev.gatehouse.plugin.type.Optionals;
import dev.gatehouse.plugin.type.PlainText;
import dev.gatehouse.plugin.type.SchemaDocument;
import dev.gatehouse.plugin.type.SchemaWriter;
import dev.gatehouse.plugin.type.TypeRef;
import dev.gatehouse.plugin.type.UnsupportedTypeException;
import dev.gatehouse.plugin.type.Writing;
import dev.gatehouse.spi.Content;
import dev.gatehouse.spi.TextContent;
import dev.gatehouse.spi.ToolResponse;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Converts a method's return value to a result, by its declared type.
 *
 * @param outputSchema the schema of the structured content, or null when there is none
 * @param writer converts a value, which may be null, to a result
 */
record ReturnValue(@Nullable SchemaDocument outputSchema, BiFunction<@Nullable Object, Writing, ToolResult> writer) {

  private static final ToolResult DONE = ToolResult.text("ok");
  private static final ToolResult NULL = ToolResult.text("null");
  /** An error, since clients hold any other result against the output schema. */
  private static final ToolResult NOTHING = ToolResult.error("There is no result for these arguments.");

  private static final Set<Class<?>> OF_OTHERS =
      Stream.of(Kind.values()).flatMap(kind -> kind.answers().stream()).collect(Collectors.toUnmodifiableSet());

  /**
   * The conversion for a declared return type.
   *
   * @param structured whether the author asks for structured content
   * @throws UnsupportedTypeException with a clause that follows "whose result"
   */
  static ReturnValue of(TypeRef type, boolean structured, JsonTypes types) {
    ReturnValue returned = declared(type, structured, types);
    if (returned.outputSchema == null && type.isConstrained()) {
      throw new UnsupportedTypeException("has a constraint, but no schema that could say it; add structuredContent = true to its @Tool");
    }
    return returned;
  }

  private static ReturnValue declared(TypeRef type, boolean structured, JsonTypes types) {
    Class<?> raw = type.raw();
    if (OF_OTHERS.contains(raw)) {
      throw new UnsupportedTypeException("is a " + type + ", which is no answer of a tool; return a ToolResponse, Content or a value");
    }
    Optionals optional = Optionals.of(raw);
    if (optional != null) {
      ReturnValue held = of(type.held(), structured, types);
      return new ReturnValue(held.outputSchema, (value, writing) -> held.result(value == null ? null : optional.value(value), writing));
    }
    if (raw == void.class || raw == Void.class) {
      return new ReturnValue(null, (value, writing) -> DONE);
    }
    if (raw == ToolResponse.class || Content.class.isAssignableFrom(raw) || isContents(type)
        || raw == Object.class && !structured) {
      return content(null, types);
    }
    JsonType json = types.result(type);
    // Only interfaces: an enum can be sealed, and newer JDKs have sealed classes that are texts, such as ZoneId.
    return types.isObject(type) || structured && !CharSequence.class.isAssignableFrom(raw) ? structured(json)
        : new ReturnValue(null, (value, writing) -> value == null ? NULL : ToolResult.text(PlainText.of(json.write(value, writing))));
  }

  /** The conversion of a value that may be content already, and otherwise becomes text. */
  static ReturnValue content(@Nullable SchemaDocument outputSchema, JsonTypes types) {
    return new ReturnValue(outputSchema, (value, writing) -> content(value, types.any(), writing));
  }

  private static ToolResult content(@Nullable Object value, JsonType any, Writing writing) {
    if (value instanceof ToolResponse response) {
      return response(response, any, writing);
    }
    if (value instanceof Content content) {
      return new ToolResult(List.of(content), null, false);
    }
    if (value instanceof Collection<?> many && many.stream().allMatch(Content.class::isInstance)) {
      return new ToolResult(many.stream().map(Content.class::cast).toList(), null, false);
    }
    return value == null ? NULL : ToolResult.text(PlainText.of(any.write(value, writing)));
  }

  private static ToolResult response(ToolResponse response, JsonType any, Writing writing) {
    if (response.structuredContent() == null) {
      return new ToolResult(response.content(), null, response.isError());
    }
    JsonNode json = any.write(response.structuredContent(), writing);
    // Clients of older revisions read text only.
    List<Content> content = response.content().isEmpty() ? List.of(new TextContent(PlainText.of(json))) : response.content();
    return new ToolResult(content, json, response.isError());
  }

  private static boolean isContents(TypeRef type) {
    return Collection.class.isAssignableFrom(type.raw()) && Content.class.isAssignableFrom(type.argument(0).raw());
  }

  private static ReturnValue structured(JsonType type) {
    return new ReturnValue(SchemaWriter.output(type::schema),
        (value, writing) -> value == null ? NOTHING : structured(type.write(value, writing)));
  }

  private static ToolResult structured(JsonNode json) {
    return new ToolResult(List.of(new TextContent(PlainText.of(json))), json, false);
  }

  /** The result of a value, which may be null. */
  ToolResult result(@Nullable Object value, Writing writing) {
    return writer.apply(value, writing);
  }
}
