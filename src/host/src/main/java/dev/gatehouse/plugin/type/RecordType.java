package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A record: an object with a member for each component. */
final class RecordType implements NamedType {

  private final TypeRef ref;
  private final List<Property> properties = new ArrayList<>();
  private final List<MethodHandle> accessors = new ArrayList<>();
  private MethodHandle constructor;

  RecordType(TypeRef ref) {
    this.ref = ref;
  }

  @Override
  public void compile(JsonTypes.Compiler compiler) {
    constructor = Handles.constructor(ref.raw());
    for (RecordComponent component : ref.raw().getRecordComponents()) {
      try {
        ComponentPlace place = ComponentPlace.of(component);
        TypeRef type = TypeRef.of(place, component.getAnnotatedType(), ref.bindings());
        properties.add(Property.of(place, PluginAnnotations.name(place, component.getName()), type, compiler.type(type)));
        refuseTwins();
      } catch (UnsupportedTypeException e) {
        throw new UnsupportedTypeException("holds the record " + ref.raw().getTypeName() + ", whose component '"
            + component.getName() + "' " + e.getMessage());
      }
      accessors.add(Handles.executable(component.getAccessor()));
    }
  }

  private void refuseTwins() {
    Property last = properties.get(properties.size() - 1);
    if (properties.stream().filter(property -> property.name().equals(last.name())).count() > 1) {
      throw new UnsupportedTypeException("goes by the name '" + last.name() + "', as one before it does; rename one");
    }
  }

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    return schemas.named(ref, () -> Properties.schema(properties, schemas));
  }

  /** The same object with one more member, which comes first. */
  ObjectNode schema(Property first, SchemaWriter schemas) {
    return Properties.schema(Stream.concat(Stream.of(first), properties.stream()).toList(), schemas);
  }

  @Override
  public Object read(JsonNode node) {
    if (!node.isObject()) {
      throw new MismatchException("must be an object");
    }
    Object[] values = new Object[properties.size()];
    Reading reading = new Reading();
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = properties.get(i).read(node);
      } catch (MismatchException e) {
        reading.add(e);
      }
    }
    reading.end();
    try {
      return Handles.call(constructor, values);
    } catch (IllegalArgumentException e) {
      // The record's own check of its values, written for whoever gave them.
      throw new MismatchException("is refused: " + e.getMessage());
    }
  }

  @Override
  public ObjectNode write(Object value, int depth) {
    return Properties.write(value, properties, accessors, depth);
  }
}
