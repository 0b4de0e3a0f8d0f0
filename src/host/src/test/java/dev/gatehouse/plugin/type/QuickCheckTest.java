package dev.gatehouse.plugin.type;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import dev.gatehouse.rpc.Json;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fast path of the validator: what it accepts, the validator accepts. */
final class QuickCheckTest {

  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final List<String> TYPES = List.of("object", "array", "string", "number", "integer", "boolean", "null");
  private static final int SCHEMAS = 3_000;
  private static final int VALUES = 10;

  private static JsonNode json(String text) throws Exception {
    return Json.read(text.replace('\'', '"'));
  }

  private static boolean accepts(JsonNode schema, JsonNode value) {
    return QuickCheck.of(schema, SchemaDialect.of(schema).orElseThrow()).accepts(value);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'type':'object','properties':{'a':{'type':'integer','minimum':1,'maximum':9},'b':{'type':['string','null']}},'required':['a']}"
          + "|{'a':5,'b':null}|{'b':null}",
      "{'type':'array','items':{'type':'string','minLength':1,'maxLength':3},'minItems':1}|['a','bcd']|['']",
      "{'type':'object','additionalProperties':{'type':'boolean'}}|{'x':true}|{'x':1}",
      "{'type':'object','properties':{'a':true},'additionalProperties':false}|{'a':1}|{'b':1}",
      "{'type':'string','enum':['x','y'],'title':'T','description':'D'}|'x'|'z'",
      "{'$ref':'#/$defs/tree','$defs':{'tree':{'type':'object','properties':{'next':{'$ref':'#/$defs/tree'}}}}}"
          + "|{'next':{'next':{}}}|{'next':{'next':1}}"})
  void the_keywords_of_usual_schemas_are_known(String schema, String valid, String invalid) throws Exception {
    assertThat(accepts(json(schema), json(valid))).isTrue();
    assertThat(accepts(json(schema), json(invalid))).isFalse();
    assertThat(new Validation(json(schema)).errors(json(valid), 5)).isEmpty();
    assertThat(new Validation(json(schema)).errors(json(invalid), 5)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'type':'string','pattern':'x'}|'x'",
      "{'anyOf':[{'type':'string'}]}|'x'",
      "{'$ref':'#'}|'x'",
      "{'$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/b'},'b':{'$ref':'#/$defs/a'}}}|'x'",
      "{'$ref':'#/nowhere'}|'x'",
      "{'$ref':'other.json'}|'x'",
      "{'$id':'http://x/','type':'string'}|'x'",
      "{'$schema':'http://json-schema.org/draft-07/schema#','type':'string'}|'x'",
      "{'type':'number','minimum':0.5}|1",
      "{'type':'integer'}|1.0"})
  void what_it_does_not_know_is_left_to_the_validator(String schema, String value) throws Exception {
    assertThat(accepts(json(schema), json(value))).isFalse();
  }

  @Test
  void what_it_accepts_is_valid_whatever_the_schema() {
    Random random = new Random(5);
    int accepted = 0;
    for (int i = 0; i < SCHEMAS; i++) {
      ObjectNode document = schema(random, 3);
      document.putObject("$defs").set("a", schema(random, 2));
      Schema schema = SchemaDialect.DRAFT_2020_12.compile(document);
      QuickCheck quick = QuickCheck.of(document, SchemaDialect.DRAFT_2020_12);
      for (int j = 0; j < VALUES; j++) {
        JsonNode value = value(random, 3);
        if (quick.accepts(value)) {
          accepted++;
          assertThat(schema.validate(value)).as("%s by %s", value, document).isEmpty();
        }
      }
    }
    assertThat(accepted).isGreaterThan(SCHEMAS / 2);
  }

  private static ObjectNode schema(Random random, int depth) {
    ObjectNode schema = Json.object();
    for (int i = random.nextInt(3); i >= 0; i--) {
      switch (random.nextInt(depth > 0 ? 15 : 9)) {
        case 0, 1, 2 -> schema.put("type", one(random, TYPES));
        case 3 -> schema.putArray("type").add(one(random, TYPES)).add("null");
        case 4 -> schema.put(one(random, List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")), random.nextInt(4));
        case 5 -> schema.put(one(random, List.of("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")),
            random.nextInt(3));
        case 6 -> schema.putArray("enum").add("x").add(1);
        case 7 -> schema.putArray("required").add(one(random, NAMES));
        case 8 -> schema.put("const", "x");
        case 9, 10 -> {
          ObjectNode properties = schema.putObject("properties");
          NAMES.forEach(name -> properties.set(name, schema(random, depth - 1)));
        }
        case 11 -> schema.set("items", schema(random, depth - 1));
        case 12 -> schema.set("additionalProperties", random.nextBoolean() ? schema(random, depth - 1) : json(random.nextBoolean()));
        case 13 -> schema.put("$ref", "#/$defs/a");
        default -> schema.putArray(one(random, List.of("anyOf", "oneOf", "allOf"))).add(schema(random, depth - 1));
      }
    }
    return schema;
  }

  private static JsonNode json(boolean value) {
    return Json.mapper().getNodeFactory().booleanNode(value);
  }

  private static JsonNode value(Random random, int depth) {
    int kind = random.nextInt(depth > 0 ? 9 : 7);
    if (kind == 7) {
      ArrayNode array = Json.array();
      for (int i = random.nextInt(3); i > 0; i--) {
        array.add(value(random, depth - 1));
      }
      return array;
    }
    if (kind == 8) {
      ObjectNode object = Json.object();
      for (int i = random.nextInt(4); i > 0; i--) {
        object.set(one(random, NAMES), value(random, depth - 1));
      }
      return object;
    }
    var nodes = Json.mapper().getNodeFactory();
    return switch (kind) {
      case 0 -> nodes.textNode(one(random, List.of("", "x", "xyz", "\ud83d\ude00")));
      case 1, 2 -> nodes.numberNode(random.nextInt(5) - 1);
      case 3 -> nodes.numberNode(new java.math.BigDecimal("1.0"));
      case 4 -> nodes.numberNode(new java.math.BigInteger("99999999999999999999"));
      case 5 -> nodes.booleanNode(random.nextBoolean());
      default -> nodes.nullNode();
    };
  }

  private static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
