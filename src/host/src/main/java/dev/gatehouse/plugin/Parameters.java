package dev.gatehouse.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.plugin.type.JsonTypes;
import dev.gatehouse.plugin.type.Properties;
import dev.gatehouse.plugin.type.Property;
import dev.gatehouse.plugin.type.SchemaWriter;
import dev.gatehouse.plugin.type.TypeRef;
import dev.gatehouse.plugin.type.UnsupportedTypeException;
import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Cancellation;
import dev.gatehouse.spi.Deadline;
import dev.gatehouse.tool.ToolCall;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The parameters of a tool method.
 *
 * @param slots where the value of each comes from, in order
 * @param properties those that are arguments
 */
record Parameters(List<Slot> slots, List<Property> properties) {

  private static final Map<Class<?>, Function<ToolCall, Object>> CONTEXT = Map.of(
      Caller.class, ToolCall::caller,
      Deadline.class, ToolCall::deadline,
      Cancellation.class, ToolCall::cancellation);

  /** Where a parameter's value comes from. */
  interface Slot {
    Object value(ToolCall call, JsonNode arguments);
  }

  static Parameters of(Method method, Map<TypeVariable<?>, TypeRef> bindings, JsonTypes types) {
    List<Slot> slots = new ArrayList<>();
    List<Property> properties = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Parameter parameter : method.getParameters()) {
      Function<ToolCall, Object> context = CONTEXT.get(parameter.getType());
      if (context != null) {
        slots.add((call, arguments) -> context.apply(call));
        continue;
      }
      Property property = property(method, parameter, bindings, types);
      if (!names.add(property.name())) {
        throw new Refusal("has the tool method " + ToolScanner.text(method) + " with two arguments named '" + property.name()
            + "'; rename one");
      }
      properties.add(property);
      slots.add((call, arguments) -> property.read(arguments));
    }
    return new Parameters(List.copyOf(slots), List.copyOf(properties));
  }

  private static Property property(Method method, Parameter parameter, Map<TypeVariable<?>, TypeRef> bindings, JsonTypes types) {
    try {
      TypeRef type = TypeRef.of(parameter.getParameterizedType(), bindings);
      return Property.of(parameter, parameter.isNamePresent() ? parameter.getName() : null, type, types.of(type));
    } catch (UnsupportedTypeException e) {
      throw new Refusal("has the tool method " + ToolScanner.text(method) + ", whose parameter '" + parameter.getName() + "' "
          + e.getMessage());
    }
  }

  ObjectNode schema() {
    SchemaWriter schemas = SchemaWriter.input();
    return schemas.document(Properties.schema(properties, schemas));
  }
}
