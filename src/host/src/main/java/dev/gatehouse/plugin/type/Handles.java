package dev.gatehouse.plugin.type;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Method handles of methods and constructors, from {@code Object[]} to {@code Object}, looked up once. */
public final class Handles {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodType SPREAD = MethodType.methodType(Object.class, Object[].class);

  private Handles() {
  }

  /** A method, its receiver bound. */
  public static MethodHandle method(Object target, Method method) {
    try {
      method.setAccessible(true);
      return spread(LOOKUP.unreflect(method).bindTo(target));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a plugin's classes are open to the host", e);
    }
  }

  /** A function, called with one argument. */
  public static MethodHandle function(Function<?, ?> function) {
    try {
      return method(function, Function.class.getMethod("apply", Object.class));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every Function has apply", e);
    }
  }

  static MethodHandle constructor(Class<?> record) {
    return executable(canonical(record));
  }

  /** A record's canonical constructor. */
  static Constructor<?> canonical(Class<?> record) {
    try {
      return record.getDeclaredConstructor(
          Stream.of(record.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its canonical constructor", e);
    }
  }

  /** A constructor, or a method whose receiver, if it has one, is the first argument. */
  static MethodHandle executable(Executable executable) {
    return open(executable, () -> executable instanceof Constructor<?> constructor ? LOOKUP.unreflectConstructor(constructor)
        : LOOKUP.unreflect((Method) executable));
  }

  /** A getter of a field. */
  static MethodHandle getter(Field field) {
    return open(field, () -> LOOKUP.unreflectGetter(field));
  }

  /** A setter of a field. */
  static MethodHandle setter(Field field) {
    return open(field, () -> LOOKUP.unreflectSetter(field));
  }

  private interface LookUp {
    MethodHandle get() throws IllegalAccessException;
  }

  private static MethodHandle open(AccessibleObject member, LookUp lookUp) {
    try {
      if (!Jdk.has(((Member) member).getDeclaringClass())) {
        member.setAccessible(true);
      }
      return spread(lookUp.get());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a plugin's classes are open to the host", e);
    }
  }

  private static MethodHandle spread(MethodHandle handle) {
    return handle.asFixedArity().asSpreader(Object[].class, handle.type().parameterCount()).asType(SPREAD);
  }

  /** Calls the handle and rethrows any exception as it is, checked or not. */
  public static Object call(MethodHandle handle, @Nullable Object... arguments) {
    try {
      return (Object) handle.invokeExact(arguments);
    } catch (Throwable e) {
      throw sneak(e);
    }
  }

  /** Throws anything as it is, checked or not; returns nothing. */
  public static RuntimeException sneak(Throwable thrown) {
    return Handles.<RuntimeException>as(thrown);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T as(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
