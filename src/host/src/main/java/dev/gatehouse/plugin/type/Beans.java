package dev.gatehouse.plugin.type;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Decides which classes are beans: classes of the plugin that have no other form. */
final class Beans {

  private static final Set<String> LATER = Set.of("org.reactivestreams.Publisher", "java.util.concurrent.Flow$Publisher",
      "java.util.concurrent.Future", "java.util.concurrent.CompletionStage", "io.smallrye.mutiny.Uni", "io.vertx.core.Future",
      "io.reactivex.rxjava3.core.Single", "io.reactivex.rxjava3.core.Maybe");

  private Beans() {
  }

  static boolean are(Class<?> type) {
    boolean otherKind = type.isPrimitive() || type.isArray() || type.isEnum() || type.isRecord() || type.isSealed() || type.isAnnotation()
        || type.isHidden();
    boolean ofPlugin = !Jdk.has(type) && type.getClassLoader() != Beans.class.getClassLoader();
    return ofPlugin && !otherKind && !Iterable.class.isAssignableFrom(type) && !Map.class.isAssignableFrom(type)
        && !Throwable.class.isAssignableFrom(type) && !Jdk.isOne(type, LATER);
  }

  /** The types of those fields of a bean and its superclasses that are classes of the host. */
  static List<TypeRef> fieldsOfHost(TypeRef bean) {
    return Stream.<Class<?>>iterate(bean.raw(), type -> type != null && !Jdk.has(type), Class::getSuperclass)
        .flatMap(type -> Stream.of(type.getDeclaredFields()))
        .filter(field -> field.getType().getClassLoader() == Beans.class.getClassLoader())
        .map(field -> TypeRef.of(field.getType(), Map.of())).toList();
  }

  /** Refuses a class that is no bean, nor anything else that has a JSON form, and says what to do instead. */
  static void require(TypeRef ref) {
    if (!are(ref.raw())) {
      throw new UnsupportedTypeException("is a " + ref + ", " + advice(ref.raw()));
    }
  }

  private static String advice(Class<?> type) {
    if (Jdk.isOne(type, LATER)) {
      return "which has its value later; return a CompletionStage of the value, which the host waits for";
    }
    if (Throwable.class.isAssignableFrom(type)) {
      return "an exception; return what of it the caller may read";
    }
    if (Iterable.class.isAssignableFrom(type)) {
      return "which is Iterable but no Collection; return a List of what it holds";
    }
    return "which has no JSON form here; use String, boolean, a number, an enum, a record, a bean, a sealed interface of records,"
        + " a collection, an array, a Map, an Optional, java.time, URI, UUID or Object";
  }
}
