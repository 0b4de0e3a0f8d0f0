package dev.gatehouse.plugin;

import dev.gatehouse.plugin.type.TypeRef;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The methods that a class has, its own and inherited, each with what the type variables of its declaring class stand for.
 * Unlike {@link Class#getMethods()} it shows methods that are not public, so that an annotation on one is not passed over
 * in silence.
 */
final class Hierarchy {

  private final Map<Method, Map<TypeVariable<?>, TypeRef>> methods = new LinkedHashMap<>();
  private final Set<List<Object>> signatures = new HashSet<>();

  private Hierarchy() {
  }

  static Map<Method, Map<TypeVariable<?>, TypeRef>> of(Class<?> type) {
    Hierarchy hierarchy = new Hierarchy();
    hierarchy.walk(TypeRef.of(type, Map.of()));
    return hierarchy.methods;
  }

  private void walk(TypeRef type) {
    Class<?> raw = type.raw();
    if (raw == Object.class) {
      return;
    }
    Map<TypeVariable<?>, TypeRef> bindings = type.bindings();
    Method[] declared = raw.getDeclaredMethods();
    // The JVM promises no order; what is reported first must not change from run to run.
    Arrays.sort(declared, Comparator.comparing(Method::toString));
    for (Method method : declared) {
      if (!onlyWidens(method, declared) && signatures.add(signature(method)) && !method.isSynthetic()) {
        methods.put(method, bindings);
      }
    }
    if (!raw.isInterface()) {
      walk(TypeRef.of(raw.getAnnotatedSuperclass(), bindings));
    }
    for (AnnotatedType implemented : raw.getAnnotatedInterfaces()) {
      walk(TypeRef.of(implemented, bindings));
    }
  }

  private static List<Object> signature(Method method) {
    return List.of(method.getName(), List.of(method.getParameterTypes()));
  }

  /** A bridge that makes a method of a package-private superclass public: the method itself is what counts. */
  private static boolean onlyWidens(Method bridge, Method[] declared) {
    return bridge.isBridge() && Arrays.stream(declared).noneMatch(method -> !method.isBridge()
        && method.getName().equals(bridge.getName()) && method.getParameterCount() == bridge.getParameterCount());
  }
}
