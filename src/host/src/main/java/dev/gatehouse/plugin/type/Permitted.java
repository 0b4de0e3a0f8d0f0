package dev.gatehouse.plugin.type;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The records that a sealed interface permits, directly or indirectly. */
public final class Permitted {

  private Permitted() {
  }

  /**
   * In the order of the source.
   *
   * @param sealed a sealed interface
   * @throws UnsupportedTypeException when there is another type among them, or a record that is not identified by its name
   */
  public static Set<TypeRef> records(TypeRef sealed) {
    Set<TypeRef> records = new LinkedHashSet<>();
    collect(sealed, sealed, records);
    return records;
  }

  private static void collect(TypeRef sealed, TypeRef parent, Set<TypeRef> into) {
    for (Class<?> type : parent.raw().getPermittedSubclasses()) {
      TypeRef permitted = child(parent, type);
      if (type.isRecord()) {
        check(sealed, type);
        into.add(permitted);
      } else if (type.isSealed() && type.isInterface()) {
        collect(sealed, permitted, into);
      } else {
        throw refusal(sealed, "permits " + type.getTypeName() + ", which is neither a record nor a sealed interface of records");
      }
    }
  }

  private static void check(TypeRef sealed, Class<?> record) {
    for (RecordComponent component : record.getRecordComponents()) {
      ComponentPlace place = ComponentPlace.of(component);
      if (Property.name(place, PluginAnnotations.name(place, component.getName())).equals(SealedType.TAG)) {
        throw refusal(sealed, "permits the record " + record.getTypeName() + ", whose component '" + SealedType.TAG + "' goes by the name"
            + " of the member that tells the records apart; name it otherwise, or by @ToolArg(name = …)");
      }
    }
  }

  static UnsupportedTypeException refusal(TypeRef sealed, String clause) {
    return new UnsupportedTypeException("is a " + sealed + ", which is sealed and " + clause);
  }

  /** The subtype with its variables known, as far as the parent's arguments tell them. */
  private static TypeRef child(TypeRef parent, Class<?> type) {
    Map<TypeVariable<?>, TypeRef> known = new HashMap<>();
    for (Type extended : type.getGenericInterfaces()) {
      learn(extended, parent, known);
    }
    List<TypeRef> arguments = Stream.of(type.getTypeParameters()).map(variable -> TypeRef.of(variable, known)).toList();
    return new TypeRef(type, arguments);
  }

  private static void learn(Type written, TypeRef meant, Map<TypeVariable<?>, TypeRef> known) {
    if (written instanceof TypeVariable<?> variable) {
      known.put(variable, meant);
    } else if (written instanceof ParameterizedType p && p.getRawType() == meant.raw()) {
      for (int i = 0; i < p.getActualTypeArguments().length; i++) {
        learn(p.getActualTypeArguments()[i], meant.argument(i), known);
      }
    }
  }
}
