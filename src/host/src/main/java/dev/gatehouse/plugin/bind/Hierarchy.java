package dev.gatehouse.plugin.bind;

import dev.gatehouse.plugin.type.Generated;
import dev.gatehouse.plugin.type.TypeRef;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The methods of a class, its own and inherited, each with the type arguments of its declaring class. Unlike {@link Class#getMethods()} it
 * includes methods that are not public. Methods of a generated subclass, such as a Spring proxy, count only where they have annotations and
 * override nothing that is included: overridden methods are called through them, and have the names and types that the author wrote.
 */
final class Hierarchy {

  private final Set<Class<? extends Annotation>> sought;
  private final Map<Method, Map<TypeVariable<?>, TypeRef>> methods = new LinkedHashMap<>();
  private final Map<List<Object>, Method> signatures = new HashMap<>();
  private final List<String> hidden = new ArrayList<>();

  /**
   * Reads the methods of a class.
   *
   * @param sought the annotations to look for
   */
  Hierarchy(Class<?> type, Set<Class<? extends Annotation>> sought) {
    this.sought = sought;
    walk(TypeRef.of(type, Map.of()));
  }

  /** The methods, each with the types that the type variables of its class stand for. */
  Map<Method, Map<TypeVariable<?>, TypeRef>> methods() {
    return methods;
  }

  /** Whether one of the methods has one of the annotations. */
  boolean isAnnotated() {
    return methods.keySet().stream().anyMatch(this::isAnnotated);
  }

  /** A warning for each annotated method that is not served, because an override lacks the annotation. */
  List<String> hidden() {
    return hidden;
  }

  private void walk(TypeRef type) {
    Class<?> raw = type.raw();
    if (raw == Object.class) {
      return;
    }
    if (Generated.is(raw)) {
      walkSupertypes(type);
      addDeclared(type, this::isAnnotated);
    } else {
      addDeclared(type, method -> true);
      walkSupertypes(type);
    }
  }

  private void addDeclared(TypeRef type, Predicate<Method> counts) {
    Map<TypeVariable<?>, TypeRef> bindings = type.bindings();
    Method[] declared = type.raw().getDeclaredMethods();
    // The JVM promises no order; what is reported first must not change from run to run.
    Arrays.sort(declared, Comparator.comparing(Method::toString));
    Stream.of(declared).filter(method -> !onlyWidens(method, declared)).filter(counts).forEach(method -> add(method, bindings));
  }

  private void walkSupertypes(TypeRef type) {
    Class<?> raw = type.raw();
    if (!raw.isInterface()) {
      walk(TypeRef.of(raw.getAnnotatedSuperclass(), type.bindings()));
    }
    for (AnnotatedType implemented : raw.getAnnotatedInterfaces()) {
      walk(TypeRef.of(implemented, type.bindings()));
    }
  }

  private void add(Method method, Map<TypeVariable<?>, TypeRef> bindings) {
    Method first = signatures.putIfAbsent(signature(method), method);
    if (first == null && !method.isSynthetic()) {
      methods.put(method, bindings);
    } else if (first != null && isAnnotated(method) && !isAnnotated(first)) {
      hidden.add(
          Annotated.text(first) + " overrides " + Annotated.text(method) + " without its annotation and is not served; annotate it, too");
    }
  }

  private boolean isAnnotated(Method method) {
    return sought.stream().anyMatch(method::isAnnotationPresent);
  }

  private static List<Object> signature(Method method) {
    return List.of(method.getName(), List.of(method.getParameterTypes()));
  }

  /** Whether a bridge only makes a method of a package-private superclass public; then the method itself is included instead. */
  private static boolean onlyWidens(Method bridge, Method[] declared) {
    return bridge.isBridge() && Arrays.stream(declared).noneMatch(method -> !method.isBridge()
        && method.getName().equals(bridge.getName()) && method.getParameterCount() == bridge.getParameterCount());
  }
}
