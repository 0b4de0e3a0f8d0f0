package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.annotation.JsonProperty.Access;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.record.Faults;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A record: an object with a member for each component. What Jackson's annotations keep from callers is given to the constructor as null,
 * zero or empty; what they keep from answers is left out of them.
 */
@SuppressWarnings("NullAway.Init") // compile sets the rest, since a record may hold itself
final class RecordType implements NamedType {

  private final TypeRef ref;
  private final List<Property> read = new ArrayList<>();
  private final List<Property> written = new ArrayList<>();
  private final List<MethodHandle> accessors = new ArrayList<>();
  /** For each that is read, which component it is. */
  private final List<Integer> indexes = new ArrayList<>();
  private MethodHandle constructor;
  private Object[] blank;

  RecordType(TypeRef ref) {
    this.ref = ref;
  }

  @Override
  public void compile(JsonTypes.Compiler compiler) {
    constructor = Handles.constructor(ref.raw());
    RecordComponent[] components = ref.raw().getRecordComponents();
    blank = Stream.of(components).map(component -> blank(component.getType())).toArray();
    for (int i = 0; i < components.length; i++) {
      try {
        compile(components[i], i, compiler);
      } catch (UnsupportedTypeException e) {
        throw new UnsupportedTypeException("holds the record " + ref.raw().getTypeName() + ", whose component '"
            + components[i].getName() + "' " + e.getMessage());
      }
    }
  }

  private static Object blank(Class<?> type) {
    Optionals optional = Optionals.of(type);
    return optional != null ? optional.empty : Array.get(Array.newInstance(type, 1), 0);
  }

  private void compile(RecordComponent component, int index, JsonTypes.Compiler compiler) {
    ComponentPlace place = ComponentPlace.of(component);
    String name = PluginAnnotations.name(place, component.getName());
    Access access = PluginAnnotations.access(place, ref.raw(), Property.name(place, name));
    if (access == null) {
      return;
    }
    TypeRef type = TypeRef.of(place, component.getAnnotatedType(), ref.bindings());
    Property property = Property.of(place, name, PluginAnnotations.description(place), type, compiler.type(type));
    if (access != Access.READ_ONLY) {
      add(property, read);
      indexes.add(index);
    }
    if (access != Access.WRITE_ONLY) {
      add(property, written);
      accessors.add(Handles.executable(component.getAccessor()));
    }
  }

  private static void add(Property property, List<Property> to) {
    if (to.stream().anyMatch(other -> other.name().equals(property.name()))) {
      throw new UnsupportedTypeException("goes by the name '" + property.name() + "', as one before it does; rename one");
    }
    to.add(property);
  }

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    return schemas.named(ref, () -> Properties.schema(members(schemas), schemas));
  }

  private List<Property> members(SchemaWriter schemas) {
    return schemas.isInput() ? read : written;
  }

  /** The same object with one more member, which comes first. */
  ObjectNode schema(Property first, SchemaWriter schemas) {
    return Properties.schema(Stream.concat(Stream.of(first), members(schemas).stream()).toList(), schemas);
  }

  @Override
  public Object read(JsonNode node) {
    if (!node.isObject()) {
      throw new MismatchException("must be an object");
    }
    Object[] values = blank.clone();
    Faults faults = new Faults();
    for (int i = 0; i < read.size(); i++) {
      try {
        values[indexes.get(i)] = read.get(i).read(node);
      } catch (MismatchException e) {
        e.addTo(faults);
      }
    }
    MismatchException.throwIfAny(faults);
    try {
      return Handles.call(constructor, values);
    } catch (IllegalArgumentException e) {
      // The record's own check of its values, written for whoever gave them.
      throw MismatchException.refused(e);
    }
  }

  @Override
  public ObjectNode write(Object value, Writing writing) {
    return Properties.write(value, written, accessors, writing);
  }
}
