package dev.gatehouse.plugin.type;

import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** The types of one plugin, each compiled once. Thread-safe. */
public final class JsonTypes {

  private final Map<TypeRef, JsonType> known = new ConcurrentHashMap<>();
  private final Map<Class<?>, JsonType> byClass = new ConcurrentHashMap<>();
  private final JsonType any = new AnyType(this);
  private final OwnJackson jackson = new OwnJackson();
  private final BeanScanner beans = new BeanScanner();

  /**
   * Finds or compiles the type of an argument.
   *
   * @throws UnsupportedTypeException when the type, or one within it, has no JSON form that can be read
   */
  public JsonType argument(TypeRef ref) {
    JsonType type = of(ref);
    SchemaWriter.input(type::schema);
    return type;
  }

  /**
   * Finds or compiles the type of a result.
   *
   * @throws UnsupportedTypeException when the type, or one within it, has no JSON form that can be written
   */
  public JsonType result(TypeRef ref) {
    JsonType type = of(ref);
    SchemaWriter.output(type::schema);
    return type;
  }

  /** {@code Object}: any JSON. */
  public JsonType any() {
    return any;
  }

  /** Whether values of a type are objects with members that are known: records and beans. */
  public boolean isObject(TypeRef ref) {
    return of(ref.bare()) instanceof NamedType;
  }

  /**
   * The types of what is read into a bean; none when the type is no bean. What the plugin's own Jackson reads is known by its fields, of
   * which those of the SPI's types matter.
   */
  public List<TypeRef> within(TypeRef bean) {
    Class<?> raw = bean.raw();
    if (Scalars.written(raw) != null || TreeType.is(raw) || !Beans.are(raw)) {
      return List.of();
    }
    return OwnJackson.knows(raw) ? Beans.fieldsOfHost(bean) : beans.read(bean).members().stream().map(Member::type).toList();
  }

  /** Finds or compiles a type, of which only one half may work: to read it or to write it. */
  private JsonType of(TypeRef ref) {
    JsonType type = known.get(ref);
    return type != null ? type : new Compiler().compile(ref);
  }

  /** Finds or compiles the type of a value; one that has no JSON form says so when it is written. */
  JsonType written(Class<?> value) {
    JsonType type = byClass.get(value);
    return type != null ? type : byClass.computeIfAbsent(value, this::compileWritten);
  }

  private JsonType compileWritten(Class<?> value) {
    Class<?> type = Enum.class.isAssignableFrom(value) && value.getSuperclass() != Enum.class ? value.getSuperclass()
        : Generated.origin(value);
    // What its type variables stand for is not known any more.
    TypeRef ref = type.isArray() ? TypeRef.of(type, Map.of())
        : new TypeRef(type, Collections.nCopies(type.getTypeParameters().length, TypeRef.ANY));
    try {
      if (value == Object.class) {
        throw new UnsupportedTypeException("is a java.lang.Object, which holds nothing");
      }
      return of(ref);
    } catch (UnsupportedTypeException e) {
      return OutputType.none(ref, e);
    }
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
      return ref.constraints().isEmpty() || Optionals.of(ref.raw()) != null ? plain(ref) : Constraints.narrow(ref, plain(ref.bare()));
    }

    JsonTypes types() {
      return JsonTypes.this;
    }

    BeanScanner beans() {
      return beans;
    }

    private JsonType plain(TypeRef ref) {
      Class<?> raw = ref.raw();
      JsonType simple = Scalars.of(raw);
      if (simple != null) {
        return simple;
      }
      Constraints.refuseOnDeclaration(raw);
      if (raw.isEnum()) {
        return enumeration(ref, raw);
      }
      JsonType own = OwnJackson.knows(raw) ? jackson.of(raw) : null;
      if (own != null) {
        return own;
      }
      if (raw.isRecord()) {
        return named(ref, new RecordType(ref));
      }
      if (raw.isSealed() && !isOfJdk(raw)) {
        return named(ref, new SealedType(ref));
      }
      return raw == Object.class ? any : container(ref, raw);
    }

    /** Which of its classes the JDK seals differs by version: {@code EnumSet} is not on 17, and is on 25. */
    private static boolean isOfJdk(Class<?> raw) {
      return raw.getClassLoader() == null;
    }

    private JsonType enumeration(TypeRef ref, Class<?> raw) {
      if (raw.getEnumConstants().length == 0) {
        throw new UnsupportedTypeException("is a " + ref + ", an enum without constants");
      }
      JsonType own = OwnJackson.knows(raw) ? jackson.of(raw) : null;
      return own == null ? new EnumType(raw) : new EnumType(raw, constant -> PlainText.of(own.write(constant)));
    }

    private JsonType named(TypeRef ref, NamedType type) {
      JsonType done = known.containsKey(ref) ? known.get(ref) : compiled.get(ref);
      if (done != null) {
        return done;
      }
      Set<TypeRef> before = Set.copyOf(compiled.keySet());
      compiled.put(ref, type);
      try {
        type.compile(this);
      } catch (UnsupportedTypeException e) {
        // A bean may do without it: what was made on the way refers to it, and goes, too.
        compiled.keySet().retainAll(before);
        throw e;
      }
      return type;
    }

    private JsonType container(TypeRef ref, Class<?> raw) {
      Optionals optional = Optionals.of(raw);
      if (optional != null) {
        return new OptionalType(optional, type(ref.held()));
      }
      if (raw == Iterable.class || Collection.class.isAssignableFrom(raw)) {
        return collection(ref, ref.asKnown(Iterable.class).argument(0));
      }
      if (Map.class.isAssignableFrom(raw)) {
        return map(ref, ref.asKnown(Map.class));
      }
      if (raw.isArray()) {
        return new ArrayType(raw.getComponentType(), type(ref.argument(0)));
      }
      TypeRef item = StreamType.item(ref);
      return item == null ? other(ref, raw) : StreamType.of(ref, type(item));
    }

    private JsonType collection(TypeRef ref, TypeRef item) {
      JsonType items = type(item);
      boolean unique = Set.class.isAssignableFrom(ref.raw());
      UnaryOperator<Collection<Object>> finish = Collecting.collection(ref.raw(), item.raw());
      return finish == null ? OutputType.of(ref.toString(), new CollectionType(items, unique, UnaryOperator.identity()))
          : new CollectionType(items, unique, finish);
    }

    private JsonType map(TypeRef ref, TypeRef map) {
      TypeRef key = map.argument(0);
      if (key.isConstrained()) {
        throw new UnsupportedTypeException("is a Map whose keys have " + Constraints.names(key.constraints())
            + ", but keys may be any text; remove it");
      }
      JsonType held = type(map.argument(1));
      MapKeys keys = MapKeys.of(key.raw());
      UnaryOperator<Map<Object, Object>> finish = keys == null ? null : Collecting.map(ref.raw(), key.raw());
      return keys == null || finish == null
          ? OutputType.of(ref.toString(), new MapType(keys == null ? MapKeys.TEXT : keys, held, UnaryOperator.identity()))
          : new MapType(keys, held, finish);
    }

    private JsonType other(TypeRef ref, Class<?> raw) {
      JsonType base = Scalars.written(raw);
      if (base != null) {
        return OutputType.of(ref.toString(), base);
      }
      if (raw == Serializable.class || raw == Comparable.class) {
        return OutputType.of(ref.toString(), any);
      }
      if (TreeType.is(raw)) {
        return TreeType.of(ref);
      }
      Beans.require(ref);
      return named(ref, new BeanType(ref));
    }
  }
}
