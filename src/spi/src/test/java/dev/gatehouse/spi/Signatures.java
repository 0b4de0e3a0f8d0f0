package dev.gatehouse.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.annotation.Target;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a compiled plugin may refer to, a line each: the public and protected types of some classes and all that they declare so. */
final class Signatures {

  private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

  private final SortedSet<String> lines = new TreeSet<>();

  private Signatures() {
  }

  /** Of each class file below a folder. */
  static SortedSet<String> of(Path classes) {
    Signatures signatures = new Signatures();
    try (Stream<Path> files = Files.walk(classes)) {
      files.map(classes::relativize).map(Path::toString)
          .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
          .map(file -> load(file.replace(".class", "").replaceAll("[/\\\\]", ".")))
          .forEach(signatures::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return signatures.lines;
  }

  /** Of these types. */
  static SortedSet<String> of(Class<?>... types) {
    Signatures signatures = new Signatures();
    Arrays.asList(types).forEach(signatures::add);
    return signatures.lines;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Signatures.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private void add(Class<?> type) {
    if (!isReachable(type)) {
      return;
    }
    String name = type.getTypeName();
    // Not "abstract" of an interface, nor "static" of what can be nothing else: that says nothing.
    lines.add(name + ": " + modifiers(type.getModifiers() & (Modifier.FINAL | Modifier.PUBLIC | Modifier.PROTECTED
        | (type.isInterface() ? 0 : Modifier.ABSTRACT))) + kind(type) + generics(type.getTypeParameters()));
    Stream.concat(Stream.of(type.getGenericSuperclass()), Arrays.stream(type.getGenericInterfaces()))
        .filter(parent -> parent != null && parent != Object.class)
        .forEach(parent -> lines.add(name + ": is a " + parent.getTypeName()));
    if (type.isAnnotation()) {
      Arrays.stream(type.getAnnotations()).flatMap(Signatures::describeAll).forEach(line -> lines.add(name + ": " + line));
    }
    Arrays.stream(type.getDeclaredFields()).filter(Signatures::isReachable).forEach(field -> lines.add(field(name, field)));
    Arrays.stream(type.getDeclaredConstructors()).filter(Signatures::isReachable).forEach(c -> lines.add(constructor(name, c)));
    Arrays.stream(type.getDeclaredMethods()).filter(Signatures::isReachable)
        .filter(method -> !OF_EVERY_OBJECT.contains(method.getName()))
        .forEach(method -> lines.add(method(name, method)));
  }

  private static boolean isReachable(Member member) {
    return !member.isSynthetic() && isOpen(member.getModifiers());
  }

  private static boolean isReachable(Class<?> type) {
    boolean named = !type.isSynthetic() && !type.isAnonymousClass() && !type.isLocalClass();
    return named && isOpen(type.getModifiers()) && (type.getDeclaringClass() == null || isReachable(type.getDeclaringClass()));
  }

  private static boolean isOpen(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String field(String owner, Field field) {
    return owner + "." + field.getName() + ": " + modifiers(field.getModifiers()) + field.getGenericType().getTypeName();
  }

  private static String constructor(String owner, Constructor<?> constructor) {
    return owner + ".new(" + types(constructor.getGenericParameterTypes()) + "): " + modifiers(constructor.getModifiers()).strip()
        + thrown(constructor.getGenericExceptionTypes());
  }

  private static String method(String owner, Method method) {
    String defaultValue = method.getDefaultValue() == null ? "" : " default " + text(method.getDefaultValue());
    return owner + "." + method.getName() + "(" + types(method.getGenericParameterTypes()) + "): "
        + modifiers(method.getModifiers() & ~(Modifier.VOLATILE | Modifier.TRANSIENT)) + (method.isDefault() ? "default " : "")
        + generics(method.getTypeParameters()) + method.getGenericReturnType().getTypeName()
        + thrown(method.getGenericExceptionTypes()) + defaultValue;
  }

  private static String modifiers(int modifiers) {
    return modifiers == 0 ? "" : Modifier.toString(modifiers) + " ";
  }

  private static String kind(Class<?> type) {
    String sealed = type.isSealed() ? "sealed " : "";
    if (type.isAnnotation()) {
      return "@interface";
    }
    return sealed + (type.isInterface() ? "interface" : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class");
  }

  private static String generics(Type[] parameters) {
    return parameters.length == 0 ? "" : "<" + types(parameters) + "> ";
  }

  private static String thrown(Type[] exceptions) {
    return exceptions.length == 0 ? "" : " throws " + types(exceptions);
  }

  private static String types(Type[] types) {
    return Arrays.stream(types).map(Type::getTypeName).collect(Collectors.joining(", "));
  }

  /** A line for each place that an annotation may stand at: one more breaks nothing. */
  private static Stream<String> describeAll(Annotation annotation) {
    return annotation instanceof Target target && target.value().length > 0
        ? Arrays.stream(target.value()).map(place -> "@Target value " + place) : Stream.of(describe(annotation));
  }

  /** The JDK's own text of an annotation differs from one JDK to the next. */
  private static String describe(Annotation annotation) {
    return Arrays.stream(annotation.annotationType().getDeclaredMethods())
        .map(element -> element.getName() + " " + text(valueOf(annotation, element)))
        .sorted()
        .collect(Collectors.joining(", ", "@" + annotation.annotationType().getSimpleName() + " ", "")).strip();
  }

  private static Object valueOf(Annotation annotation, Method element) {
    try {
      return element.invoke(annotation);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Object value) {
    if (value instanceof Annotation annotation) {
      return describe(annotation);
    }
    if (value instanceof Object[] values) {
      return Arrays.stream(values).map(Signatures::text).collect(Collectors.joining(", ", "{", "}"));
    }
    return value instanceof String string ? '"' + string + '"' : Objects.toString(value instanceof Class<?> c ? c.getTypeName() : value);
  }
}
