package dev.gatehouse.plugin.type;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Stream;

/** Detects classes generated at runtime, such as proxies of Spring and Hibernate. */
public final class Generated {

  private static final List<String> NAMES =
      List.of("$$", "$ByteBuddy$", "$HibernateProxy$", "$Proxy$", "_Subclass", "_ClientProxy");

  private Generated() {
  }

  /** Whether a class was generated. */
  public static boolean is(Class<?> type) {
    return Proxy.isProxyClass(type) || type.isSynthetic() || NAMES.stream().anyMatch(type.getName()::contains);
  }

  /** The class that somebody wrote and that such a class extends; a class itself when it is none, or has only interfaces. */
  static Class<?> origin(Class<?> type) {
    return Stream.<Class<?>>iterate(type, Class::getSuperclass).dropWhile(Generated::is).findFirst()
        .filter(written -> !Jdk.has(written)).orElse(type);
  }
}
