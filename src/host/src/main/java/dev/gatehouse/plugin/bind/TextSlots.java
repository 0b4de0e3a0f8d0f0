package dev.gatehouse.plugin.bind;

import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.plugin.check.DefectList;
import dev.gatehouse.plugin.client.Contexts;
import dev.gatehouse.plugin.type.TypeRef;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a method with text arguments: prompts, resource templates and completions.
 *
 * @param values where the value of each comes from, in order
 */
record TextSlots(List<Function<Call, Object>> values) {

  /** What a method does with a parameter that is no context type. */
  interface Argument {
    Function<Call, String> of(Parameter parameter, String javaName, boolean optional);
  }

  static TextSlots of(Annotated method, Kind kind, Contexts contexts, Argument argument) {
    List<Function<Call, Object>> slots = new ArrayList<>();
    DefectList defects = new DefectList();
    for (Parameter parameter : method.method().getParameters()) {
      defects.attempt(() -> {
        refuseConstraints(method, parameter);
        @Nullable
        Function<Call, Object> context = context(method, parameter, kind, contexts);
        slots.add(context != null ? context : text(method, parameter, argument));
      });
    }
    defects.throwIfAny();
    return new TextSlots(List.copyOf(slots));
  }

  /** Refuses constraints: text arguments have no schema, so nothing would check them. */
  private static void refuseConstraints(Annotated method, Parameter parameter) {
    TypeRef type = TypeRef.of(parameter, parameter.getAnnotatedType(), method.bindings());
    if (type.isConstrained()) {
      throw method.refusal(", whose parameter '" + parameter.getName() + "' has a constraint such as @Size; only arguments of tools can"
          + " have one");
    }
  }

  private static @Nullable Function<Call, Object> context(Annotated method, Parameter parameter, Kind kind, Contexts contexts) {
    try {
      return contexts.find(parameter.getType(), kind, !method.async());
    } catch (IllegalArgumentException e) {
      throw method.refusal(", whose parameter '" + parameter.getName() + "' " + e.getMessage());
    }
  }

  private static Function<Call, Object> text(Annotated method, Parameter parameter, Argument argument) {
    TypeRef type = TypeRef.of(parameter.getParameterizedType(), method.bindings());
    boolean optional = type.raw() == Optional.class;
    if ((optional ? type.argument(0) : type).raw() != String.class) {
      throw method.refusal(", whose parameter '" + parameter.getName() + "' must be a String, an Optional<String> or a context type");
    }
    Function<Call, String> value = argument.of(parameter, parameter.isNamePresent() ? parameter.getName() : "", optional);
    return optional ? call -> Optional.ofNullable(value.apply(call)) : value::apply;
  }

  Object[] of(Call call) {
    Object[] all = new Object[values.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = values.get(i).apply(call);
    }
    return all;
  }

  /** The given name, or the parameter's own. */
  static String name(Annotated method, String given, String javaName) {
    String name = given.isEmpty() ? javaName : given;
    if (name.isEmpty()) {
      throw method.refusal(", whose parameter has no name in the class file; compile with -parameters, or name it in its annotation");
    }
    return name;
  }

  /** An empty annotation value means none. */
  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
