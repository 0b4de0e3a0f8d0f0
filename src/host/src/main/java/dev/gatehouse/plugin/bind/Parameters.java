package dev.gatehouse.plugin.bind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.feature.Call;
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
 * @param slots the source of each parameter's value, in order
 * @param properties the parameters that are arguments
 */
record Parameters(List<Slot> slots, List<Property> properties) {

  /** The source of a parameter's value. */
  interface Slot {
    @Nullable
    Object value(Call call, JsonNode arguments);
  }

  /**
   * Reads the parameters of an annotated method.
   *
   * @throws dev.gatehouse.plugin.check.PluginDefect naming every parameter that has no form in JSON and is not supplied by the host
   */
  static Parameters of(Annotated method, JsonTypes types, Contexts contexts) {
    List<Slot> slots = new ArrayList<>();
    List<Property> properties = new ArrayList<>();
    DefectList defects = new DefectList();
    for (Parameter parameter : method.method().getParameters()) {
      defects.attempt(() -> {
        Function<Call, Object> context = method.context(parameter, contexts);
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

  /** The parameters of a registered tool's handler, which are arguments only. */
  static Parameters of(List<Property> properties) {
    return new Parameters(properties.stream().<Slot>map(property -> (call, arguments) -> property.read(arguments)).toList(), properties);
  }

  private static void refuseConstraints(Annotated method, Parameter parameter) {
    if (!Constraints.on(parameter).isEmpty()) {
      throw method.refusal(parameter, "has " + Constraints.names(Constraints.on(parameter)) + ", but is no argument; remove it");
    }
  }

  private static Property property(Annotated method, Parameter parameter, JsonTypes types, Contexts contexts) {
    try {
      TypeRef type = TypeRef.of(parameter, parameter.getAnnotatedType(), method.bindings());
      InjectedTypes.refuseWithin(type, contexts::knows, types);
      return Property.of(parameter, parameter.isNamePresent() ? parameter.getName() : null, type, types.argument(type));
    } catch (UnsupportedTypeException e) {
      throw method.refusal(parameter, String.valueOf(e.getMessage()));
    }
  }

  /** The input schema that follows from the arguments. */
  SchemaDocument schema() {
    return SchemaWriter.input(schemas -> Properties.schema(properties, schemas));
  }
}
