package dev.gatehouse.plugin.type;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A resolved Java type: no variables, no wildcards.
 *
 * @param raw the class
 * @param arguments its type arguments; the item type of an array; empty for a raw type
 * @param constraints what narrows it where it is used
 */
public record TypeRef(Class<?> raw, List<TypeRef> arguments, List<Annotation> constraints) {

  static final TypeRef ANY = new TypeRef(Object.class, List.of());

  TypeRef(Class<?> raw, List<TypeRef> arguments) {
    this(raw, arguments, List.of());
  }

  /**
   * Resolves the type of a parameter or component with its constraints. What is written before it narrows it as a whole, also an
   * array, where it is of the items too as far as Java knows.
   *
   * @param place the parameter or component
   * @param use its type as it is written
   * @param bindings what the type's variables stand for
   */
  public static TypeRef of(AnnotatedElement place, AnnotatedType use, Map<TypeVariable<?>, TypeRef> bindings) {
    List<Annotation> whole = Constraints.on(place);
    return (use instanceof AnnotatedArrayType ? array(use, bindings, whole) : of(use, bindings)).with(whole);
  }

  /** An array whose innermost items are spared the constraints of the whole. */
  private static TypeRef array(AnnotatedType use, Map<TypeVariable<?>, TypeRef> bindings, List<Annotation> whole) {
    if (use instanceof AnnotatedArrayType array) {
      return new TypeRef(of(use.getType(), bindings).raw, List.of(array(array.getAnnotatedGenericComponentType(), bindings, whole)))
          .with(Constraints.on(use));
    }
    return written(use, bindings).with(Constraints.on(use).stream().filter(constraint -> !whole.contains(constraint)).toList());
  }

  /** Resolves a type as it is written, with the constraints within. */
  public static TypeRef of(AnnotatedType use, Map<TypeVariable<?>, TypeRef> bindings) {
    return written(use, bindings).with(Constraints.on(use));
  }

  private static TypeRef written(AnnotatedType use, Map<TypeVariable<?>, TypeRef> bindings) {
    if (use instanceof AnnotatedParameterizedType type) {
      return new TypeRef(of(use.getType(), bindings).raw,
          Stream.of(type.getAnnotatedActualTypeArguments()).map(argument -> of(argument, bindings)).toList());
    }
    if (use instanceof AnnotatedArrayType array) {
      return new TypeRef(of(use.getType(), bindings).raw, List.of(of(array.getAnnotatedGenericComponentType(), bindings)));
    }
    return use instanceof AnnotatedWildcardType wildcard ? of(wildcard.getAnnotatedUpperBounds()[0], bindings)
        : of(use.getType(), bindings);
  }

  /**
   * Resolves a type as reflection tells it. A variable that nothing binds, and a wildcard, stand for their bound.
   *
   * @param bindings what the type's variables stand for
   */
  public static TypeRef of(Type type, Map<TypeVariable<?>, TypeRef> bindings) {
    if (type instanceof ParameterizedType p) {
      return new TypeRef((Class<?>) p.getRawType(),
          Stream.of(p.getActualTypeArguments()).map(argument -> of(argument, bindings)).toList());
    }
    if (type instanceof GenericArrayType array) {
      TypeRef item = of(array.getGenericComponentType(), bindings);
      return new TypeRef(Array.newInstance(item.raw, 0).getClass(), List.of(item));
    }
    if (type instanceof TypeVariable<?> variable) {
      TypeRef bound = bindings.get(variable);
      // The bound of T extends Comparable<T> is not followed into itself.
      return (bound != null ? bound : new TypeRef(erasure(variable.getBounds()[0]), List.of()))
          .with(Constraints.on(variable, variable.getAnnotatedBounds()[0]));
    }
    if (type instanceof WildcardType wildcard) {
      return of(wildcard.getUpperBounds()[0], bindings);
    }
    Class<?> raw = (Class<?>) type;
    return new TypeRef(raw, raw.isArray() ? List.of(of(raw.getComponentType(), bindings)) : List.of());
  }

  private static Class<?> erasure(Type type) {
    if (type instanceof ParameterizedType p) {
      return (Class<?>) p.getRawType();
    }
    return type instanceof TypeVariable<?> variable ? erasure(variable.getBounds()[0]) : (Class<?>) type;
  }

  /** A type argument; {@code Object} where the type is raw. */
  public TypeRef argument(int index) {
    return index < arguments.size() ? arguments.get(index) : ANY;
  }

  /** The same, narrowed further. */
  TypeRef with(List<Annotation> more) {
    return new TypeRef(raw, arguments, Stream.concat(constraints.stream(), more.stream()).distinct().toList());
  }

  /** The same without its own constraints. */
  TypeRef bare() {
    return new TypeRef(raw, arguments);
  }

  /** What a type holds whose constraints are meant for that, as those of an {@code Optional} are. */
  public TypeRef held() {
    Optionals kind = Optionals.of(raw);
    return (kind == null || kind.held == Object.class ? argument(0) : new TypeRef(kind.held, List.of())).with(constraints);
  }

  /**
   * The same as one of its supertypes, whose type arguments are those that the classes between say.
   *
   * @return null when it is none of its supertypes
   */
  public @Nullable TypeRef as(Class<?> supertype) {
    if (raw == supertype) {
      return this;
    }
    return Stream.concat(Stream.ofNullable(raw.getAnnotatedSuperclass()), Stream.of(raw.getAnnotatedInterfaces()))
        .map(parent -> of(parent, bindings())).filter(parent -> supertype.isAssignableFrom(parent.raw))
        .findFirst().map(parent -> parent.as(supertype)).orElse(null);
  }

  /** The same as a type that is known to be one of its supertypes. */
  TypeRef asKnown(Class<?> supertype) {
    return Objects.requireNonNull(as(supertype));
  }

  /** Whether there is a constraint, here or within its arguments. */
  public boolean isConstrained() {
    return !constraints.isEmpty() || arguments.stream().anyMatch(TypeRef::isConstrained);
  }

  /** What the variables of this type's class stand for. */
  public Map<TypeVariable<?>, TypeRef> bindings() {
    TypeVariable<?>[] variables = raw.getTypeParameters();
    return Stream.iterate(0, i -> i < Math.min(variables.length, arguments.size()), i -> i + 1)
        .collect(Collectors.toMap(i -> variables[i], arguments::get));
  }

  /** As in source, such as {@code java.util.List<java.lang.String>}; of any objects, such as {@code java.util.List}. */
  @Override
  public String toString() {
    return raw.isArray() || arguments.stream().allMatch(ANY::equals) ? raw.getTypeName()
        : raw.getTypeName() + arguments.stream().map(TypeRef::toString).collect(Collectors.joining(", ", "<", ">"));
  }
}
