package dev.gatehouse.plugin.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import dev.gatehouse.plugin.type.ValidationMessages;
import dev.gatehouse.record.Fault;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The alternatives for a value and what distinguishes them: their types, and members with constant values.
 *
 * @param document the schema
 * @param pointer the value
 * @param at where in the schema's path they begin
 * @param schemas each one's
 */
record Choice(JsonNode document, String pointer, int at, JsonNode schemas) {

  /** Whether the errors of one alternative are consistent with this alternative being the one meant. */
  boolean isMeant(List<Error> errors) {
    return errors.stream().noneMatch(error -> isOfKind(error) || isOfTag(error));
  }

  private boolean isOfKind(Error error) {
    return isOwn(error) && Set.of("type", "const", "enum").contains(error.getKeyword()) && location(error).equals(pointer);
  }

  private boolean isOfTag(Error error) {
    return isOwn(error) && Set.of("const", "enum").contains(error.getKeyword()) && parent(error).equals(pointer)
        && values(lastName(error)).count() > 1;
  }

  /** Whether the error is not one of alternatives nested in this alternative. */
  private boolean isOwn(Error error) {
    return SchemaPath.of(error).alternatives(at + 2) < 0;
  }

  /** The fault when no alternative matches. */
  Fault none(List<List<Error>> all) {
    List<Error> errors = all.stream().flatMap(List::stream).toList();
    return errors.stream().filter(this::isOfTag).findFirst()
        .map(error -> new Fault(location(error), oneOf(lastName(error))))
        .orElseGet(() -> new Fault(pointer, kinds(errors.stream().filter(this::isOfKind).toList())));
  }

  private static String kinds(List<Error> errors) {
    Set<String> expected = new LinkedHashSet<>();
    errors.forEach(error -> {
      JsonNode value = error.getSchemaNode();
      Stream<JsonNode> each = value.isArray() ? StreamSupport.stream(value.spliterator(), false) : Stream.of(value);
      each.map(one -> error.getKeyword().equals("type") ? one.asText() : one.toString()).forEach(expected::add);
    });
    return ValidationMessages.wanted(expected, errors.get(0).getInstanceNode());
  }

  /** Adds the allowed values to the fault of a missing member that distinguishes the alternatives. */
  Fault withValues(Fault fault) {
    return tags().filter(tag -> fault.equals(new Fault(pointer, ValidationMessages.required(tag)))).findFirst()
        .map(tag -> new Fault(pointer, fault.words() + "; it " + oneOf(tag))).orElse(fault);
  }

  private Stream<String> tags() {
    return each().flatMap(schema -> schema.path("properties").properties().stream()).map(member -> member.getKey()).distinct()
        .filter(name -> values(name).count() > 1);
  }

  private String oneOf(String tag) {
    return ValidationMessages.oneOf(values(tag).flatMap(rule -> rule.has("const") ? Stream.of(rule.get("const"))
        : StreamSupport.stream(rule.get("enum").spliterator(), false)));
  }

  /** The schemas of a member in those alternatives that give it a constant or a list of values. */
  private Stream<JsonNode> values(String member) {
    return each().map(schema -> schema.path("properties").path(member)).filter(rule -> rule.has("const") || rule.path("enum").isArray());
  }

  private Stream<JsonNode> each() {
    return StreamSupport.stream(schemas.spliterator(), false).map(schema -> SchemaPath.referred(document, schema));
  }

  private static String location(Error error) {
    return error.getInstanceLocation().toString();
  }

  private static String parent(Error error) {
    String location = location(error);
    return location.substring(0, Math.max(0, location.lastIndexOf('/')));
  }

  private static String lastName(Error error) {
    int count = error.getInstanceLocation().getNameCount();
    return count == 0 ? "" : error.getInstanceLocation().getName(count - 1);
  }
}
