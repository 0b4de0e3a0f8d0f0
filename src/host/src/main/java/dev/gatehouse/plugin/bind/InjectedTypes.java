package dev.gatehouse.plugin.bind;

import dev.gatehouse.plugin.type.JsonTypes;
import dev.gatehouse.plugin.type.Permitted;
import dev.gatehouse.plugin.type.TypeRef;
import dev.gatehouse.plugin.type.UnsupportedTypeException;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Keeps injected types out of arguments: a {@code Caller} within an argument would be forged by the caller. */
final class InjectedTypes {

  private final Predicate<Class<?>> context;
  private final JsonTypes types;
  private final Set<TypeRef> seen = new HashSet<>();

  private InjectedTypes(Predicate<Class<?>> context, JsonTypes types) {
    this.context = context;
    this.types = types;
  }

  /**
   * Refuses an argument whose type is or contains an injected type.
   *
   * @param context whether the host supplies a type
   * @param types the plugin's types
   * @throws UnsupportedTypeException with a clause that follows "parameter 'x'"
   */
  static void refuseWithin(TypeRef argument, Predicate<Class<?>> context, JsonTypes types) {
    new InjectedTypes(context, types).look(argument);
  }

  private void look(TypeRef type) {
    if (context.test(type.raw())) {
      throw new UnsupportedTypeException("holds a " + type + ", which is not for callers to send; take it as a parameter of its own, and"
          + " the host supplies it");
    }
    if (!seen.add(type)) {
      return;
    }
    type.arguments().forEach(this::look);
    Stream.of(Iterable.class, Map.class).map(type::as).filter(Objects::nonNull).forEach(this::look);
    types.within(type).forEach(this::look);
    if (type.raw().isSealed() && type.raw().isInterface()) {
      Permitted.records(type).forEach(this::look);
    }
    if (type.raw().isRecord()) {
      for (RecordComponent component : type.raw().getRecordComponents()) {
        look(TypeRef.of(component.getGenericType(), type.bindings()));
      }
    }
  }
}
