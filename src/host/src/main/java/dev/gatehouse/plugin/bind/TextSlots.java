package dev.gatehouse.plugin.bind;

import dev.gatehouse.feature.Call;
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
 * @param values the source of each parameter's value, in order
 */
record TextSlots(List<Function<Call, Object>> values) {

  /** Declares a text argument for a parameter that the host does not supply. */
  interface Argument {

    /**
     * Declares one.
     *
     * @param javaName the parameter's name in the class file; empty when it has none
     * @param optional whether the parameter is an {@code Optional<String>}
     * @return the source of its value
     */
    Function<Call, String> of(Parameter parameter, String javaName, boolean optional);
  }

  /**
   * Reads the parameters of a method.
   *
   * @throws dev.gatehouse.plugin.check.PluginDefect naming every parameter that is neither a text nor supplied by the host
   */
  static TextSlots of(Annotated method, Contexts contexts, Argument argument) {
    List<Function<Call, Object>> slots = new ArrayList<>();
    DefectList defects = new DefectList();
    for (Parameter parameter : method.method().getParameters()) {
      defects.attempt(() -> {
        refuseConstraints(method, parameter);
        @Nullable
        Function<Call, Object> context = method.context(parameter, contexts);
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
      throw method.refusal(parameter, "has a constraint such as @Size; only arguments of tools can have one");
    }
  }

  private static Function<Call, Object> text(Annotated method, Parameter parameter, Argument argument) {
    TypeRef type = TypeRef.of(parameter.getParameterizedType(), method.bindings());
    boolean optional = type.raw() == Optional.class;
    if ((optional ? type.argument(0) : type).raw() != String.class) {
      throw method.refusal(parameter, "must be a String, an Optional<String> or a context type");
    }
    Function<Call, String> value = argument.of(parameter, parameter.isNamePresent() ? parameter.getName() : "", optional);
    return optional ? call -> Optional.ofNullable(value.apply(call)) : value::apply;
  }

  /** The values of the parameters in this call. */
  Object[] of(Call call) {
    Object[] all = new Object[values.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = values.get(i).apply(call);
    }
    return all;
  }

  /** The name given in the annotation, or the parameter's own when that is empty. */
  static String name(Annotated method, String given, String javaName) {
    String name = given.isEmpty() ? javaName : given;
    if (name.isEmpty()) {
      throw method.refusal(", whose parameter has no name in the class file; compile with -parameters, or name it in its annotation");
    }
    return name;
  }

  /** Null for an empty annotation value, which stands for an absent one. */
  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
