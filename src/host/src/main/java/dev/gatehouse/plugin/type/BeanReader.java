package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.record.Faults;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Creates a bean from a JSON object. Missing members keep the bean's own defaults.
 *
 * @param create makes it of the parameters' values
 * @param parameters what the constructor takes, in order
 * @param properties what is set afterwards
 * @param setters set the properties, in their order
 * @param others takes members of other names, or null when there may be none
 */
record BeanReader(MethodHandle create, List<Property> parameters, List<Property> properties, List<MethodHandle> setters,
    @Nullable Others others) {

  /**
   * What takes members of other names.
   *
   * @param type their type
   * @param setter is given the bean, a name and a value
   */
  private record Others(JsonType type, MethodHandle setter) {
  }

  static BeanReader of(TypeRef bean, JsonTypes.Compiler compiler) {
    BeanScanner.Reader found = compiler.beans().read(bean);
    return new BeanReader(found.create(), properties(bean, found.parameters(), compiler), properties(bean, found.properties(), compiler),
        found.properties().stream().map(Member::handle).toList(),
        found.others() == null ? null
            : new Others(property(bean, found.others(), compiler).type(), Objects.requireNonNull(found.others().handle())));
  }

  private static List<Property> properties(TypeRef bean, List<Member> members, JsonTypes.Compiler compiler) {
    return members.stream().map(member -> property(bean, member, compiler)).toList();
  }

  static Property property(TypeRef bean, Member member, JsonTypes.Compiler compiler) {
    try {
      return Property.of(member, compiler.type(member.type()));
    } catch (UnsupportedTypeException e) {
      throw new UnsupportedTypeException("holds the bean " + bean.raw().getTypeName() + ", whose property '" + member.name() + "' "
          + e.getMessage());
    }
  }

  ObjectNode schema(SchemaWriter schemas) {
    ObjectNode schema = Properties.schema(all(), schemas);
    return others == null ? schema : schema.set("additionalProperties", others.type().schema(schemas));
  }

  private List<Property> all() {
    return Stream.concat(parameters.stream(), properties.stream()).toList();
  }

  Object read(JsonNode node) {
    if (!node.isObject()) {
      throw new MismatchException("must be an object");
    }
    Faults faults = new Faults();
    Object[] given = values(parameters, node, faults);
    Object[] set = values(properties, node, faults);
    MismatchException.throwIfAny(faults);
    Object bean = call(create, given);
    for (int i = 0; i < set.length; i++) {
      if (properties.get(i).isGiven(node)) {
        set(bean, i, set[i]);
      }
    }
    if (others != null) {
      setOthers(others, bean, node);
    }
    return bean;
  }

  private static Object[] values(List<Property> properties, JsonNode node, Faults faults) {
    Object[] values = new Object[properties.size()];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = properties.get(i).read(node);
      } catch (MismatchException e) {
        e.addTo(faults);
      }
    }
    return values;
  }

  private void set(Object bean, int property, Object value) {
    try {
      call(setters.get(property), bean, value);
    } catch (MismatchException e) {
      throw e.under(properties.get(property).name());
    }
  }

  private void setOthers(Others others, Object bean, JsonNode node) {
    Set<String> known = all().stream().map(Property::name).collect(Collectors.toSet());
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (!known.contains(member.getKey())) {
        try {
          call(others.setter(), bean, member.getKey(), others.type().read(member.getValue()));
        } catch (MismatchException e) {
          throw e.under(member.getKey());
        }
      }
    }
  }

  /** Calls a constructor or setter. Its exception is written for whoever gave the value. */
  private static Object call(MethodHandle handle, @Nullable Object... arguments) {
    try {
      return Handles.call(handle, arguments);
    } catch (IllegalArgumentException e) {
      throw MismatchException.refused(e);
    }
  }
}
