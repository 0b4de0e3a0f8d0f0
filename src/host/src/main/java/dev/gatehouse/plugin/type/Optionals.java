package dev.gatehouse.plugin.type;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The optional types. */
public enum Optionals {

  /** Of an object. */
  OBJECT(Optional.class, Object.class, Optional.empty(), Optional::of, optional -> ((Optional<?>) optional).orElse(null)),
  /** Of an {@code int}. */
  INT(OptionalInt.class, int.class, OptionalInt.empty(), value -> OptionalInt.of((Integer) value),
      optional -> ((OptionalInt) optional).isPresent() ? ((OptionalInt) optional).getAsInt() : null),
  /** Of a {@code long}. */
  LONG(OptionalLong.class, long.class, OptionalLong.empty(), value -> OptionalLong.of((Long) value),
      optional -> ((OptionalLong) optional).isPresent() ? ((OptionalLong) optional).getAsLong() : null),
  /** Of a {@code double}. */
  DOUBLE(OptionalDouble.class, double.class, OptionalDouble.empty(), value -> OptionalDouble.of((Double) value),
      optional -> ((OptionalDouble) optional).isPresent() ? ((OptionalDouble) optional).getAsDouble() : null);

  private final Class<?> type;
  final Class<?> held;
  final Object empty;
  final Function<Object, Object> wrap;
  private final Function<Object, Object> unwrap;

  Optionals(Class<?> type, Class<?> held, Object empty, Function<Object, Object> wrap, Function<Object, Object> unwrap) {
    this.type = type;
    this.held = held;
    this.empty = empty;
    this.wrap = wrap;
    this.unwrap = unwrap;
  }

  /** The optional type of a class; null when it is not optional. */
  public static @Nullable Optionals of(Class<?> type) {
    for (Optionals one : values()) {
      if (one.type == type) {
        return one;
      }
    }
    return null;
  }

  /** What an optional holds, or null. */
  public Object value(Object optional) {
    return unwrap.apply(optional);
  }
}
