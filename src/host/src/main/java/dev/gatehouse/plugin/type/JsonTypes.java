package dev.gatehouse.plugin.type;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The types of one plugin, each compiled once. Safe for many threads. */
public final class JsonTypes {

  private final Map<TypeRef, JsonType> known = new ConcurrentHashMap<>();

  /**
   * Finds or compiles a type.
   *
   * @throws UnsupportedTypeException when the type, or one within it, has no JSON form
   */
  public JsonType of(TypeRef ref) {
    JsonType type = known.get(ref);
    return type != null ? type : new Compiler().compile(ref);
  }

  /** Compiles one type and those within it; what is unfinished stays its own until all is done. */
  final class Compiler {

    private final Map<TypeRef, JsonType> compiled = new HashMap<>();

    private JsonType compile(TypeRef ref) {
      JsonType type = type(ref);
      known.putAll(compiled);
      known.put(ref, type);
      return type;
    }

    JsonType type(TypeRef ref) {
      return ref.constraints().isEmpty() || ref.raw() == Optional.class ? plain(ref) : Constraints.narrow(ref, plain(ref.bare()));
    }

    private JsonType plain(TypeRef ref) {
      Class<?> raw = ref.raw();
      JsonType simple = Scalars.of(raw);
      if (simple != null) {
        return simple;
      }
      Constraints.refuseOnDeclaration(raw);
      if (raw.isEnum()) {
        if (raw.getEnumConstants().length == 0) {
          throw new UnsupportedTypeException("is a " + ref + ", an enum without constants");
        }
        return new EnumType(raw);
      }
      if (raw.isRecord()) {
        return named(ref, new RecordType(ref));
      }
      if (raw.isSealed()) {
        return named(ref, new SealedType(ref));
      }
      return raw == Object.class ? new AnyType(JsonTypes.this) : container(ref, raw);
    }

    private JsonType named(TypeRef ref, NamedType type) {
      JsonType done = known.containsKey(ref) ? known.get(ref) : compiled.get(ref);
      if (done != null) {
        return done;
      }
      compiled.put(ref, type);
      type.compile(this);
      return type;
    }

    private JsonType container(TypeRef ref, Class<?> raw) {
      if (raw == Optional.class) {
        return new OptionalType(type(ref.held()));
      }
      if (raw == List.class || raw == Collection.class || raw == Iterable.class) {
        return new CollectionType(type(ref.argument(0)), false, ArrayList::new);
      }
      if (raw == Set.class) {
        return new CollectionType(type(ref.argument(0)), true, LinkedHashSet::new);
      }
      if (raw == Map.class && (ref.argument(0).raw() == String.class || ref.arguments().isEmpty())) {
        if (ref.argument(0).isConstrained()) {
          throw new UnsupportedTypeException("is a Map whose keys have " + Constraints.names(ref.argument(0).constraints())
              + ", but keys may be any text; remove it");
        }
        return new MapType(type(ref.argument(1)));
      }
      if (raw.isArray()) {
        return new ArrayType(raw.getComponentType(), type(ref.argument(0)));
      }
      throw new UnsupportedTypeException("is a " + ref + ", which has no JSON form here; use String, boolean, a number, an"
          + " enum, a record, a sealed interface of records, List, Set, an array, Map<String, …>, Optional, java.time, URI, UUID or Object");
    }
  }
}
