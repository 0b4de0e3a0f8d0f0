package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import dev.gatehouse.record.OneLine;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Error messages for schema violations, by keyword, in words that a model can act on. */
public final class ValidationMessages {

  private static final int LONGEST_NAME = 100;
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,30}(?:\\.\\d{1,30})?");
  private static final Pattern INTEGER = Pattern.compile("-?\\d{1,30}");
  private static final Pattern FLAG = Pattern.compile("true|false");
  private static final Pattern OBJECT = Pattern.compile("\\s*\\{(?s:.*)}\\s*");
  private static final Pattern ARRAY = Pattern.compile("\\s*\\[(?s:.*)]\\s*");

  private ValidationMessages() {
  }

  /** The message for an error of the validator. */
  public static String of(Error error) {
    Object[] arguments = error.getArguments();
    JsonNode value = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "required" -> required(error.getProperty());
      case "additionalProperties", "unevaluatedProperties" -> "'" + shortened(error.getProperty()) + "' is unknown";
      case "false" -> "must not be given";
      case "dependentRequired" -> dependent(arguments[0], arguments[1]);
      case "dependencies" -> dependencies(value, error.getInstanceNode());
      case "type" -> wanted(texts(value), error.getInstanceNode());
      case "enum" -> oneOf(StreamSupport.stream(value.spliterator(), false));
      case "const" -> "must be " + value;
      case "not" -> not(value);
      case "contains", "minContains" -> "must have at least " + some(arguments[0], "item") + " that fits " + arguments[1];
      case "propertyNames" -> "has a member '" + shortened(arguments[0]) + "', whose name " + name(value, arguments[1]);
      default -> arguments.length == 0 ? error.getMessage()
          : Objects.requireNonNullElseGet(of(error.getKeyword(), arguments[0]), error::getMessage);
    };
  }

  /** What is wrong with a member's name, by the schema of names. */
  private static String name(JsonNode schema, Object words) {
    return schema.path("enum").isArray() ? oneOf(StreamSupport.stream(schema.path("enum").spliterator(), false)) : String.valueOf(words);
  }

  private static String dependent(Object missing, Object given) {
    return "'" + missing + "' is required where '" + given + "' is given";
  }

  /** The members that draft-07 requires where others are given. */
  private static String dependencies(JsonNode rules, JsonNode given) {
    return rules.properties().stream().filter(rule -> rule.getValue().isArray() && given.has(rule.getKey()))
        .flatMap(rule -> StreamSupport.stream(rule.getValue().spliterator(), false).filter(member -> !given.has(member.asText()))
            .map(member -> dependent(member.asText(), rule.getKey())))
        .distinct().collect(Collectors.joining(" and "));
  }

  /** A caller's name of a member, with room left for what is wrong with it. */
  private static String shortened(Object name) {
    return OneLine.cut(String.valueOf(name), LONGEST_NAME);
  }

  /** Whether a validator found a member that there must not be. */
  public static boolean isUnknown(Error error) {
    return error.getKeyword().equals("additionalProperties") || error.getKeyword().equals("unevaluatedProperties");
  }

  /** The message for a value that is none of these. */
  public static String oneOf(Stream<JsonNode> values) {
    return values.map(JsonNode::toString).distinct().collect(Collectors.joining(", ", "must be one of [", "]"));
  }

  /** The message for a missing member. */
  public static String required(String member) {
    return "'" + member + "' is required";
  }

  private static Set<String> texts(JsonNode value) {
    Set<String> texts = new LinkedHashSet<>();
    if (value.isArray()) {
      value.forEach(text -> texts.add(text.asText()));
    } else {
      texts.add(value.asText());
    }
    return texts;
  }

  /**
   * The message for a value of a wrong type.
   *
   * @param types their names in JSON Schema, or values as JSON
   * @param is the value
   */
  public static String wanted(Collection<String> types, JsonNode is) {
    return "must be " + String.join(" or ", types) + ", is " + described(types, is);
  }

  /** Models often write what is no text as text. */
  private static String described(Collection<String> types, JsonNode is) {
    if (is.isNumber()) {
      return types.contains("integer") ? PlainText.of(is) : is.isIntegralNumber() ? "integer" : "number";
    }
    String type = is.getNodeType().name().toLowerCase(Locale.ROOT);
    if (is.isTextual()
        && (reads(is, types, "integer", INTEGER) || reads(is, types, "number", NUMBER) || reads(is, types, "boolean", FLAG))) {
      return type + "; leave out the quotes";
    }
    return is.isTextual() && (reads(is, types, "object", OBJECT) || reads(is, types, "array", ARRAY))
        ? type + "; give it as JSON itself, not as text that holds JSON" : type;
  }

  private static boolean reads(JsonNode text, Collection<String> types, String type, Pattern form) {
    return types.contains(type) && form.matcher(text.textValue()).matches();
  }

  private static String not(JsonNode schema) {
    if (schema.size() == 1 && schema.path("required").size() == 1) {
      return "'" + schema.path("required").get(0).asText() + "' must not be given";
    }
    return schema.size() == 1 && schema.has("const") ? "must not be " + schema.get("const") : "must not fit the schema " + schema;
  }

  /**
   * The message for a keyword that does not hold.
   *
   * @param keyword of JSON Schema
   * @param value the keyword's
   * @return such as {@code must have at least 3 characters}; null when there are no words for the keyword
   */
  public static @Nullable String of(String keyword, Object value) {
    return switch (keyword) {
      case "minimum" -> "must be at least " + value;
      case "maximum" -> "must be at most " + value;
      case "exclusiveMinimum" -> "must be more than " + value;
      case "exclusiveMaximum" -> "must be less than " + value;
      case "multipleOf" -> "must be a multiple of " + value;
      case "minLength" -> "must have at least " + some(value, "character");
      case "maxLength" -> "must have at most " + some(value, "character");
      case "minItems" -> "must have at least " + some(value, "item");
      case "maxItems" -> "must have at most " + some(value, "item");
      case "minProperties" -> "must have at least " + some(value, "member");
      case "maxProperties" -> "must have at most " + some(value, "member");
      case "pattern" -> "must match the regular expression " + value;
      case "format" -> Formats.rule(String.valueOf(value));
      case "items", "additionalItems", "unevaluatedItems" -> "must not have an item " + value;
      default -> null;
    };
  }

  private static String some(Object count, String thing) {
    return count + " " + thing + (count.toString().equals("1") ? "" : "s");
  }
}
