package dev.gatehouse.plugin.type;

import java.util.Set;
import java.util.stream.Stream;

/** Classifies classes by their origin and by the names of their supertypes. */
final class Jdk {

  private Jdk() {
  }

  /** Whether the JDK defines the class. */
  static boolean has(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  /** Whether a class or one of its supertypes has one of these names. Names, since each plugin has libraries of its own. */
  static boolean isOne(Class<?> type, Set<String> names) {
    return type != null && (names.contains(type.getName()) || isOne(type.getSuperclass(), names)
        || Stream.of(type.getInterfaces()).anyMatch(implemented -> isOne(implemented, names)));
  }
}
