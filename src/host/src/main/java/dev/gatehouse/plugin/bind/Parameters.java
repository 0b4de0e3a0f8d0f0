package dev.gatehouse.plugin.bind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.plugin.check.DefectList;
import dev.gatehouse.plugin.client.Contexts;
import dev.gatehouse.plugin.type.Constraints;
import dev.gatehouse.plugin.type.JsonTypes;
import dev.gatehouse.plugin.type.Properties;
import dev.gatehouse.plugin.type.Property;
import dev.gatehouse.plugin.type.SchemaDocument;
import dev.gatehouse.plugin.type.SchemaWriter;
import dev.gatehouse.plugin.type.TypeRef;
import dev.gatehouse.plugin.type.UnsupportedTypeException;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a tool method.
 *
 * @param slots where the value of each comes from, in order
 * @param properties those that are arguments
 */
record Parameters(List<Slot> slots, List<Property> properties) {

  /** The source of a parameter's value. */
  interface Slot {
    @Nullable
    Object value(Call call, JsonNode arguments);
  }

  static Parameters of(Annotated method, JsonTypes types, Contexts contexts) {
    List<Slot> slots = new ArrayList<>();
    List<Property> properties = new ArrayList<>();
    DefectList defects = new DefectList();
    for (Parameter parameter : method.method().getParameters()) {
      defects.attempt(() -> {
        Function<Call, Object> context = context(method, parameter, contexts);
        if (context != null) {
          refuseConstraints(method, parameter);
          slots.add((call, arguments) -> context.apply(call));
        } else {
          Property property = property(method, parameter, types, contexts);
          refuseTwin(method, property, properties);
          properties.add(property);
          slots.add((call, arguments) -> property.read(arguments));
        }
      });
    }
    defects.throwIfAny();
    return new Parameters(List.copyOf(slots), List.copyOf(properties));
  }

  private static void refuseTwin(Annotated method, Property property, List<Property> others) {
    if (others.stream().anyMatch(other -> other.name().equals(property.name()))) {
      throw method.refusal(" with two arguments named '" + property.name() + "'; rename one");
    }
  }

  /** The parameters of a handler: arguments only. */
  static Parameters of(List<Property> properties) {
    return new Parameters(properties.stream().<Slot>map(property -> (call, arguments) -> property.read(arguments)).toList(), properties);
  }

  private static void refuseConstraints(Annotated method, Parameter parameter) {
    if (!Constraints.on(parameter).isEmpty()) {
      throw method.refusal(", whose parameter '" + parameter.getName() + "' has " + Constraints.names(Constraints.on(parameter))
          + ", but is no argument; remove it");
    }
  }

  private static @Nullable Function<Call, Object> context(Annotated method, Parameter parameter, Contexts contexts) {
    try {
      return contexts.find(parameter.getType(), Kind.TOOL, !method.async());
    } catch (IllegalArgumentException e) {
      throw method.refusal(", whose parameter '" + parameter.getName() + "' " + e.getMessage());
    }
  }

  private static Property property(Annotated method, Parameter parameter, JsonTypes types, Contexts contexts) {
    try {
      TypeRef type = TypeRef.of(parameter, parameter.getAnnotatedType(), method.bindings());
      InjectedTypes.refuseWithin(type, contexts::knows, types);
      return Property.of(parameter, parameter.isNamePresent() ? parameter.getName() : null, type, types.argument(type));
    } catch (UnsupportedTypeException e) {
      throw method.refusal(", whose parameter '" + parameter.getName() + "' " + e.getMessage());
    }
  }

  SchemaDocument schema() {
    return SchemaWriter.input(schemas -> Properties.schema(properties, schemas));
  }
}
