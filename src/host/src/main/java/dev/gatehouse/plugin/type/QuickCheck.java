package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gatehouse.rpc.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A fast path of the validator for the keywords that most schemas consist of (JSON Schema 2020-12). It tells what is certainly valid, in
 * one walk over the document, and nothing of the rest: that is the validator's to decide and to describe.
 */
final class QuickCheck {

  private static final Predicate<JsonNode> UNCERTAIN = value -> false;
  private static final String REF = "$ref";
  private static final Set<String> ANNOTATIONS = Set.of("$schema", "$defs", "definitions", "$comment", "title", "description", "default",
      "examples", "deprecated", "readOnly", "writeOnly", "uniqueItems", "x-mcp-header", "enumNames");

  private final JsonNode document;
  /** Rules of what is referred to, by pointer; those of a recursive schema refer to themselves through it. */
  private final Map<String, Reference> references = new HashMap<>();
  private final Predicate<JsonNode> root;

  private QuickCheck(JsonNode document) {
    this.document = document;
    root = rule(document);
  }

  /** Compiles a schema of a dialect, which may have keywords and be of dialects that this does not know. */
  static QuickCheck of(JsonNode document, SchemaDialect dialect) {
    // An $id in it would change what references mean.
    boolean known = dialect == SchemaDialect.DRAFT_2020_12 && document.findValue("$id") == null;
    return new QuickCheck(known ? document : MissingNode.getInstance());
  }

  /** Whether a document is certainly valid. */
  boolean accepts(JsonNode value) {
    return root.test(value);
  }

  private Predicate<JsonNode> rule(JsonNode schema) {
    if (!schema.isObject()) {
      return schema.isBoolean() && schema.booleanValue() ? value -> true : UNCERTAIN;
    }
    List<Predicate<JsonNode>> rules = new ArrayList<>();
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      Predicate<JsonNode> rule = rule(keyword.getKey(), keyword.getValue(), schema);
      if (rule == UNCERTAIN) {
        return UNCERTAIN;
      }
      if (rule != null) {
        rules.add(rule);
      }
    }
    return all(rules);
  }

  private static Predicate<JsonNode> all(List<Predicate<JsonNode>> rules) {
    if (rules.size() == 1) {
      return rules.get(0);
    }
    List<Predicate<JsonNode>> all = List.copyOf(rules);
    return value -> {
      for (int i = 0; i < all.size(); i++) {
        if (!all.get(i).test(value)) {
          return false;
        }
      }
      return true;
    };
  }

  /** The rule of a keyword; null for an annotation. */
  private @Nullable Predicate<JsonNode> rule(String keyword, JsonNode given, JsonNode schema) {
    return switch (keyword) {
      case "type" -> type(given);
      case "enum" -> texts(given);
      case "const" -> given.isTextual() ? value -> value.isTextual() && given.textValue().equals(value.textValue()) : UNCERTAIN;
      case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> number(keyword, given);
      case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties" -> size(keyword, given);
      case "required" -> required(given);
      case "properties" -> properties(given, schema);
      case "additionalProperties" -> schema.has("properties") ? null : properties(Json.object(), schema);
      case "items" -> items(given);
      case REF -> reference(given);
      default -> ANNOTATIONS.contains(keyword) ? null : UNCERTAIN;
    };
  }

  private static Predicate<JsonNode> type(JsonNode given) {
    if (given.isArray() && !given.isEmpty()) {
      Predicate<JsonNode> any = type(given.get(0));
      for (int i = 1; i < given.size(); i++) {
        any = any.or(type(given.get(i)));
      }
      return any;
    }
    return switch (given.isTextual() ? given.textValue() : "") {
      case "object" -> JsonNode::isObject;
      case "array" -> JsonNode::isArray;
      case "string" -> JsonNode::isTextual;
      case "boolean" -> JsonNode::isBoolean;
      case "null" -> JsonNode::isNull;
      case "number" -> JsonNode::isNumber;
      // A whole number may be written with a fraction of zero; that is left to the validator.
      case "integer" -> JsonNode::isIntegralNumber;
      default -> UNCERTAIN;
    };
  }

  private static Predicate<JsonNode> texts(JsonNode given) {
    Set<String> texts = new HashSet<>();
    given.forEach(one -> {
      if (one.isTextual()) {
        texts.add(one.textValue());
      }
    });
    return given.isArray() ? value -> value.isTextual() && texts.contains(value.textValue()) : UNCERTAIN;
  }

  private static Predicate<JsonNode> number(String keyword, JsonNode given) {
    if (!given.isIntegralNumber() || !given.canConvertToLong()) {
      return UNCERTAIN;
    }
    long bound = given.longValue();
    LongPredicate within = switch (keyword) {
      case "minimum" -> number -> number >= bound;
      case "maximum" -> number -> number <= bound;
      case "exclusiveMinimum" -> number -> number > bound;
      default -> number -> number < bound;
    };
    return value -> !value.isNumber() || value.isIntegralNumber() && value.canConvertToLong() && within.test(value.longValue());
  }

  private static Predicate<JsonNode> size(String keyword, JsonNode given) {
    if (!given.isInt()) {
      return UNCERTAIN;
    }
    int bound = given.intValue();
    return switch (keyword) {
      case "minLength" -> value -> !value.isTextual() || value.textValue().codePointCount(0, value.textValue().length()) >= bound;
      case "maxLength" -> value -> !value.isTextual() || value.textValue().length() <= bound;
      case "minItems" -> value -> !value.isArray() || value.size() >= bound;
      case "maxItems" -> value -> !value.isArray() || value.size() <= bound;
      case "minProperties" -> value -> !value.isObject() || value.size() >= bound;
      default -> value -> !value.isObject() || value.size() <= bound;
    };
  }

  private static Predicate<JsonNode> required(JsonNode given) {
    List<String> names = new ArrayList<>();
    given.forEach(name -> names.add(name.asText()));
    return given.isArray() ? value -> !value.isObject() || hasAll(value, names) : UNCERTAIN;
  }

  private static boolean hasAll(JsonNode value, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (!value.has(names.get(i))) {
        return false;
      }
    }
    return true;
  }

  private Predicate<JsonNode> properties(JsonNode given, JsonNode schema) {
    if (!given.isObject()) {
      return UNCERTAIN;
    }
    Map<String, Predicate<JsonNode>> rules = new HashMap<>();
    given.properties().forEach(property -> rules.put(property.getKey(), rule(property.getValue())));
    JsonNode rest = schema.get("additionalProperties");
    Predicate<JsonNode> others = rest == null ? value -> true : rule(rest);
    return value -> {
      if (value.isObject()) {
        for (Map.Entry<String, JsonNode> member : value.properties()) {
          if (!rules.getOrDefault(member.getKey(), others).test(member.getValue())) {
            return false;
          }
        }
      }
      return true;
    };
  }

  private Predicate<JsonNode> items(JsonNode given) {
    Predicate<JsonNode> rule = rule(given);
    return value -> {
      if (value.isArray()) {
        for (Iterator<JsonNode> items = value.elements(); items.hasNext();) {
          if (!rule.test(items.next())) {
            return false;
          }
        }
      }
      return true;
    };
  }

  /** A reference within the document. One that leads back to itself without going down in the value would never end. */
  private Predicate<JsonNode> reference(JsonNode given) {
    Set<String> chain = new HashSet<>();
    JsonNode target = given;
    while (target != null) {
      String pointer = target.isTextual() ? target.textValue() : "";
      if (!pointer.matches("#(/[\\w$.-]+)+") || !chain.add(pointer)) {
        return UNCERTAIN;
      }
      target = document.at(pointer.substring(1)).get(REF);
    }
    String pointer = given.textValue();
    Reference known = references.get(pointer);
    if (known == null) {
      known = new Reference();
      references.put(pointer, known);
      known.rule = rule(document.at(pointer.substring(1)));
    }
    return known;
  }

  /** Filled in when what it refers to has been compiled. */
  private static final class Reference implements Predicate<JsonNode> {

    private Predicate<JsonNode> rule = UNCERTAIN;

    @Override
    public boolean test(JsonNode value) {
      return rule.test(value);
    }
  }
}
