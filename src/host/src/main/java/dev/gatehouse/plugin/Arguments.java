package dev.gatehouse.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.plugin.type.MismatchException;
import dev.gatehouse.plugin.type.Property;
import dev.gatehouse.plugin.type.Validation;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.ToolCallException;
import dev.gatehouse.tool.ToolCall;
import java.util.List;

/** Checks the arguments of one tool against its schema and turns them into the method's parameters. */
final class Arguments {

  private final String tool;
  private final Validation schema;
  private final List<Parameters.Slot> slots;
  private final List<String> names;
  private final List<String> optional;

  Arguments(String tool, Validation schema, Parameters parameters) {
    this.tool = tool;
    slots = parameters.slots();
    names = parameters.properties().stream().map(Property::name).toList();
    optional = parameters.properties().stream().filter(property -> !property.required()).map(Property::name).toList();
    this.schema = schema;
  }

  /**
   * Binds.
   *
   * @throws ToolCallException naming everything that is wrong
   */
  Object[] bind(ToolCall call) {
    Violations violations = new Violations(names);
    ObjectNode given = withoutNulls(call.arguments());
    schema.errors(given, Violations.MOST).forEach(violations::add);
    Object[] values = violations.isEmpty() ? values(call, given, violations) : null;
    if (!violations.isEmpty()) {
      throw new ToolCallException("The arguments of " + tool + " are not valid:" + violations);
    }
    return values;
  }

  private Object[] values(ToolCall call, ObjectNode given, Violations violations) {
    Object[] values = new Object[slots.size()];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = slots.get(i).value(call, given);
      } catch (MismatchException e) {
        violations.add(e);
      }
    }
    return values;
  }

  /** Many models send null for what they leave out. */
  private ObjectNode withoutNulls(ObjectNode arguments) {
    ObjectNode rest = arguments;
    for (String name : optional) {
      JsonNode value = rest.get(name);
      if (value != null && value.isNull()) {
        rest = rest == arguments ? Json.object().setAll(arguments) : rest;
        rest.remove(name);
      }
    }
    return rest;
  }
}
